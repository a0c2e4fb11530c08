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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A new paper with its owner and its writing link, made over the API, so that a test can begin where it becomes interesting. */
final class Scene {
  private static final Client CLIENT = RunningSystem.client();
  private static final int AT_ONCE = 30;

  /** How many friends have wishes. */
  static final int WISHES = 7;

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

  String ownersEmail() {
    return ownersEmail;
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

  /** What friends write for a birthday, in all colours and hands. */
  Scene withWishes() {
    List<Wish> wishes =
        List.of(
            new Wish("서연", "늘 웃는 얼굴 고마워. 올해도 행복하자!", "mint", "gaegu", 35, 50),
            new Wish(
                "Alex", "Happy birthday, Minjun!\nSee you at the lake.", "sky", "gaegu", 273, 60),
            new Wish("하준", "작년에 같이 갔던 여행이 아직도 생각나. 올해도 꼭 가자 🎂", "butter", "nanum-pen", 511, 45),
            new Wish("유나", "생축!! 🥳", "blush", "jua", 750, 62),
            new Wish("도윤", "매일 아침 커피 챙겨 줘서 고마워요. 앞으로도 잘 부탁드려요!", "lilac", "hi-melody", 40, 300),
            new Wish("서아", "우리 벌써 10년이야. 앞으로 10년도 잘 부탁해", "paper", "poor-story", 275, 310),
            new Wish("지호", "항상 응원합니다!", "sky", "gowun-dodum", 512, 330));
    for (Wish wish : wishes) {
      Person guest = PEOPLE.arrive(link, wish.name);
      send(CLIENT.post(paper.path("/notes")).as(guest).json(wish.note()), 201);
    }
    return this;
  }

  private record Wish(String name, String text, String color, String font, int x, int y) {
    Map<String, Object> note() {
      return Map.of(
          "text", text, "color", color, "font", font, "x", x, "y", y, "width", 215, "rotation", -1);
    }
  }

  Scene deliveredAt(Instant moment) {
    send(CLIENT.patch(paper.path("")).as(owner).json(Map.of("deliverAt", moment.toString())), 200);
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
    signIn(page, look, ownersEmail, People.PASSWORD);
    page.navigate(address());
    page.locator(".board").waitFor();
    return page;
  }

  Page signInOwner(Page page, Look look) {
    signIn(page, look, ownersEmail, People.PASSWORD);
    return page;
  }

  static void signIn(Page page, Look look, String email, String password) {
    page.navigate("/");
    button(page, look.word("로그인", "Sign in")).first().click();
    Locator dialog = page.locator("dialog");
    dialog.locator("input[name=email]").fill(email);
    dialog.locator("input[name=password]").fill(password);
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

  /**
   * The note once it is saved. While it is written it looks alike, and the line that says how safe
   * everything is still speaks of what was before.
   */
  static Locator saved(Page page, String text) {
    return page.locator(
        "rp-note:not(.draft):not(.on-the-way)", new Page.LocatorOptions().setHasText(text));
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
