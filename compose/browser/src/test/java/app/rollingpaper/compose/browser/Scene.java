package app.rollingpaper.compose.browser;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.compose.suites.Answer;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.People;
import app.rollingpaper.compose.suites.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A new paper with its owner and its writing link, made over the API, so that a test can begin where it becomes interesting. */
final class Scene {
  private static final Client CLIENT = RunningSystem.client();
  private static final int AT_ONCE = 30;
  private static final People PEOPLE = RunningSystem.people();

  private final Person owner;
  private final String ownersEmail;
  private final Paper paper;
  private final URI link;

  private Scene(Person owner, String ownersEmail, Paper paper, URI link) {
    this.owner = owner;
    this.ownersEmail = ownersEmail;
    this.paper = paper;
    this.link = link;
  }

  static Scene set(String title) {
    String email = "owner-" + UUID.randomUUID() + "@example.org";
    Person owner = PEOPLE.signUp(email, "지우", "ko");
    Paper paper = PEOPLE.open(owner, title, "minjun-" + UUID.randomUUID() + "@example.org", "ko");
    return new Scene(owner, email, paper, PEOPLE.link(paper, "write"));
  }

  Person owner() {
    return owner;
  }

  Paper paper() {
    return paper;
  }

  /** The writing link as a path of this system. */
  String link() {
    return pathOf(link);
  }

  static String pathOf(URI link) {
    return link.getRawPath() + "#" + link.getRawFragment();
  }

  String address() {
    return "/p/" + paper.id();
  }

  /** A note by somebody who has come by the link. */
  Scene withNote(String name, String text, String color, int x, int y) {
    Person guest = PEOPLE.arrive(link, name);
    Map<String, Object> note =
        Map.of(
            "text",
            text,
            "color",
            color,
            "font",
            "gaegu",
            "x",
            x,
            "y",
            y,
            "width",
            215,
            "rotation",
            -1);
    send(CLIENT.post(paper.path("/notes")).as(guest).json(note), 201);
    return this;
  }

  /** So many notes, side by side, by one guest. */
  Scene withNotes(int count) {
    Person guest = PEOPLE.arrive(link, "모두");
    for (int first = 0; first < count; first += AT_ONCE) {
      List<Map<String, Object>> mutations = new ArrayList<>();
      for (int index = first; index < Math.min(count, first + AT_ONCE); index++) {
        mutations.add(
            Map.of(
                "m",
                "add",
                "note",
                UUID.randomUUID().toString(),
                "text",
                "축하해! " + index,
                "color",
                "sky",
                "font",
                "gaegu",
                "x",
                20 + index % 8 * 118,
                "y",
                40 + index / 8 * 90,
                "width",
                180,
                "rotation",
                index % 5 - 2));
      }
      Map<String, Object> op =
          Map.of("c", "00c0ffee00c0ffee", "n", 1 + first / AT_ONCE, "d", mutations);
      send(CLIENT.post(paper.path("/ops")).as(guest).json(op), 200);
    }
    return this;
  }

  /** Makes a turn in the paper's life: {@code seal}, {@code deliver} or {@code cancel}. */
  Scene turn(String turn) {
    PEOPLE.turn(paper, turn);
    return this;
  }

  /** The notes as the owner reads them over the API. */
  List<JsonNode> notes() {
    List<JsonNode> notes = new ArrayList<>();
    send(CLIENT.get(paper.path("/notes")).as(owner), 200).json().path("items").forEach(notes::add);
    return notes;
  }

  List<String> texts() {
    return notes().stream().map(note -> note.path("text").asText()).toList();
  }

  /** Comes in by the link under a name. */
  Page comeIn(Page page, String name) {
    page.navigate(link());
    page.locator("input[name=name]").fill(name);
    page.locator(".door [type=submit]").click();
    page.locator(".board").waitFor();
    return page;
  }

  /** Signs in as the owner and opens the paper. */
  Page asOwner(Page page, Look look) {
    signIn(page, look, ownersEmail);
    page.navigate(address());
    page.locator(".board").waitFor();
    return page;
  }

  Page signInOwner(Page page, Look look) {
    signIn(page, look, ownersEmail);
    return page;
  }

  private static void signIn(Page page, Look look, String email) {
    page.navigate("/");
    button(page, look.word("로그인", "Sign in")).first().click();
    Locator dialog = page.locator("dialog");
    dialog.locator("input[name=email]").fill(email);
    dialog.locator("input[name=password]").fill(People.PASSWORD);
    dialog.locator("[type=submit]").click();
    page.locator(".own-top").waitFor();
  }

  static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** The note with a text. */
  static Locator note(Page page, String text) {
    return page.locator("rp-note", new Page.LocatorOptions().setHasText(text));
  }

  static Answer send(Client.Request request, int wanted) {
    try {
      Answer answer = request.send();
      assertThat(answer.status()).as(request.toString()).isEqualTo(wanted);
      return answer;
    } catch (IOException silent) {
      throw new UncheckedIOException(silent);
    }
  }
}
