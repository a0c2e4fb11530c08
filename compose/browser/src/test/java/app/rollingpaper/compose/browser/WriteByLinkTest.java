package app.rollingpaper.compose.browser;

import static app.rollingpaper.compose.browser.Browsers.photograph;
import static app.rollingpaper.compose.browser.Scene.button;
import static app.rollingpaper.compose.browser.Scene.note;
import static app.rollingpaper.compose.browser.Scene.saved;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody gets a link, writes a note, and comes back to it. */
final class WriteByLinkTest {
  @RegisterExtension static final Browsers BROWSERS = new Browsers();

  static Stream<Look> looks() {
    return Look.all();
  }

  @ParameterizedTest
  @MethodSource("looks")
  @Tag("P03")
  @Tag("P04")
  void aGuestIsAskedForANameAndWritesANote(Look look) {
    Scene scene =
        Scene.set("민준아, 생일 축하해!")
            .withNote("서연", "늘 웃는 얼굴 고마워. 올해도 행복하자!", "mint", 35, 50)
            .withNote("Alex", "Happy birthday, Minjun!", "sky", 273, 60);
    Page page = BROWSERS.open(look);
    page.navigate(scene.link());
    assertThat(page.locator(".door h1")).hasText("민준아, 생일 축하해!");
    photograph(page, look, "write-1-door");
    scene.comeIn(page, "하나");
    assertThat(page.locator("rp-note")).hasCount(2);

    page.locator(".write").click();
    page.locator("rp-composer textarea").fill("생일 축하해 🎂 늘 고마워");
    page.locator(".choices-color input[value=lilac]").check();
    page.locator(".choices-font input[value=poor-story]").check();
    photograph(page, look, "write-2-sheet");
    page.locator("rp-composer [type=submit]").click();

    assertThat(saved(page, "늘 고마워")).hasClass(Pattern.compile("colour-lilac font-poor-story"));
    assertThat(page.locator(".save")).hasText(look.word("저장됨", "Saved"));
    photograph(page, look, "write-3-board");
    JsonNode kept = scene.notes().getLast();
    assertThat(kept.path("text").asText()).isEqualTo("생일 축하해 🎂 늘 고마워");
    assertThat(kept.path("author").path("name").asText()).isEqualTo("하나");
  }

  @Test
  @Tag("P03")
  void theSameBrowserIsNotAskedAgainAndEditsAndDeletesItsNote() {
    Scene scene = Scene.set("한 번만 물어요");
    Page page = scene.comeIn(BROWSERS.open(Look.DESKTOP), "하나");
    write(page, "첫 마음");

    page.navigate("about:blank");
    page.navigate(scene.link());
    note(page, "첫 마음").focus();
    page.keyboard().press("Enter");
    page.locator("rp-composer textarea").fill("고친 마음");
    page.locator("rp-composer [type=submit]").click();
    assertThat(note(page, "고친 마음")).isVisible();
    await().untilAsserted(() -> assertThat(scene.texts()).containsExactly("고친 마음"));

    note(page, "고친 마음").locator(".tool-remove").click();
    button(page, "지우기").click();
    assertThat(page.locator("rp-note")).hasCount(0);
    await().untilAsserted(() -> assertThat(scene.texts()).isEmpty());
  }

  @Test
  @Tag("P04")
  void aTapOnTheBarePaperPlacesTheNoteThere() {
    Scene scene = Scene.set("여기에 쓸래요");
    Page page = scene.comeIn(BROWSERS.open(Look.DESKTOP), "하나");
    BoundingBox board = page.locator(".board").boundingBox();
    page.mouse().click(board.x + board.width * 0.7, board.y + 200);
    page.locator("rp-composer textarea").fill("이 자리!");
    page.locator("rp-composer [type=submit]").click();
    await().untilAsserted(() -> assertThat(scene.texts()).containsExactly("이 자리!"));
    assertThat(scene.notes().getFirst().path("x").asDouble()).isBetween(560.0, 620.0);
  }

  @Test
  @Tag("P04")
  void aNoteIsMovedTurnedSizedAndRestackedByHand() {
    Scene scene = Scene.set("손으로").withNote("서연", "뒤에 있는 쪽지", "mint", 300, 300);
    Page page = scene.comeIn(BROWSERS.open(Look.DESKTOP), "하나");
    write(page, "옮겨 볼까");
    Locator mine = note(page, "옮겨 볼까");
    JsonNode before = scene.notes().getLast();

    BoundingBox box = mine.boundingBox();
    page.mouse().move(box.x + 60, box.y + 60);
    page.mouse().down();
    page.mouse().move(box.x + 360, box.y + 160, new Mouse.MoveOptions().setSteps(8));
    page.mouse().up();
    await()
        .untilAsserted(
            () ->
                assertThat(mine(scene).path("x").asDouble())
                    .isGreaterThan(before.path("x").asDouble() + 200));

    drag(page, mine.locator(".sizer"), 80, 0);
    await()
        .untilAsserted(
            () ->
                assertThat(mine(scene).path("width").asDouble())
                    .isGreaterThan(before.path("width").asDouble() + 40));
    drag(page, mine.locator(".turner"), 70, 10);
    await()
        .untilAsserted(() -> assertThat(mine(scene).path("rotation").asDouble()).isGreaterThan(10));

    mine.locator(".tool-back").click();
    await()
        .untilAsserted(
            () ->
                assertThat(mine(scene).path("z").asText())
                    .isLessThan(scene.notes().getFirst().path("z").asText()));
    mine.locator(".tool-front").click();
    await()
        .untilAsserted(
            () ->
                assertThat(mine(scene).path("z").asText())
                    .isGreaterThan(scene.notes().getFirst().path("z").asText()));
    photograph(page, Look.DESKTOP, "write-4-handled");
  }

  private static JsonNode mine(Scene scene) {
    return scene.notes().stream()
        .filter(each -> each.path("text").asText().equals("옮겨 볼까"))
        .findFirst()
        .orElseThrow();
  }

  private static void drag(Page page, Locator handle, double right, double down) {
    BoundingBox box = handle.boundingBox();
    page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
    page.mouse().down();
    page.mouse()
        .move(
            box.x + box.width / 2 + right,
            box.y + box.height / 2 + down,
            new Mouse.MoveOptions().setSteps(6));
    page.mouse().up();
  }

  @Test
  @Tag("P05")
  void peopleSeeEachOtherWriteAndMove() {
    Scene scene = Scene.set("함께");
    Page hana = scene.comeIn(BROWSERS.open(Look.DESKTOP), "하나");
    Page duri = scene.comeIn(BROWSERS.open(Look.DESKTOP), "두리");
    Page seri = scene.comeIn(BROWSERS.open(Look.PHONE), "세리");
    assertThat(hana.locator(".writing")).hasText("2명이 함께 있어요");

    duri.locator(".write").click();
    duri.locator("rp-composer textarea").pressSequentially("지금 쓰고 있");
    assertThat(note(hana, "지금 쓰고 있")).hasClass(Pattern.compile("draft"));
    assertThat(note(seri, "지금 쓰고 있")).hasClass(Pattern.compile("draft"));
    assertThat(hana.locator(".writing")).hasText("두리 님이 쓰고 있어요…");
    photograph(hana, Look.DESKTOP, "together-1-writing");
    assertThat(scene.texts()).as("nothing of a draft is saved").isEmpty();

    duri.locator("rp-composer textarea").pressSequentially("어요");
    duri.locator("rp-composer [type=submit]").click();
    assertThat(note(hana, "지금 쓰고 있어요")).not().hasClass(Pattern.compile("draft"));

    Locator moved = note(duri, "지금 쓰고 있어요");
    Locator seen = note(hana, "지금 쓰고 있어요");
    double before = seen.boundingBox().x;
    BoundingBox box = moved.boundingBox();
    duri.mouse().move(box.x + 50, box.y + 50);
    duri.mouse().down();
    duri.mouse().move(box.x + 350, box.y + 120, new Mouse.MoveOptions().setSteps(10));
    await()
        .untilAsserted(
            () ->
                assertThat(seen.boundingBox().x)
                    .as("while it is still held")
                    .isGreaterThan(before + 250));
    duri.mouse().up();
    await()
        .untilAsserted(
            () -> assertThat(scene.notes().getFirst().path("x").asDouble()).isGreaterThan(200));
  }

  @Test
  @Tag("P06")
  void whatWasWrittenOfflineSurvivesAKilledBrowserAndArrivesOnce(@TempDir Path profile) {
    Scene scene = Scene.set("끊겨도");
    Page page = scene.comeIn(BROWSERS.openKeeping(profile, Look.DESKTOP), "하나");
    write(page, "연결됐을 때");
    page.context().setOffline(true);
    assertThat(page.locator(".save")).hasText("오프라인");
    page.locator(".write").click();
    page.locator("rp-composer textarea").fill("끊겼을 때");
    page.locator("rp-composer [type=submit]").click();
    assertThat(page.locator(".save")).hasText("오프라인 · 1개 보관 중");
    assertThat(note(page, "끊겼을 때")).isVisible();
    photograph(page, Look.DESKTOP, "offline-1-kept");
    BROWSERS.kill(page);
    assertThat(scene.texts()).containsExactly("연결됐을 때");

    Page again = BROWSERS.openKeeping(profile, Look.DESKTOP);
    again.navigate(scene.address());
    assertThat(note(again, "끊겼을 때")).isVisible();
    assertThat(again.locator(".save")).hasText("저장됨");
    assertThat(scene.texts()).containsExactlyInAnyOrder("연결됐을 때", "끊겼을 때");
  }

  @Test
  @Tag("P06")
  void wordsThatCameTooLateAreHandedBack() {
    Scene scene = Scene.set("너무 늦게");
    Page page = scene.comeIn(BROWSERS.open(Look.PHONE), "하나");
    write(page, "제때 쓴 글");
    page.context().setOffline(true);
    page.locator(".write").click();
    page.locator("rp-composer textarea").fill("늦게 닿은 글");
    page.locator("rp-composer [type=submit]").click();
    assertThat(page.locator(".save")).hasText("오프라인 · 1개 보관 중");
    scene.turn("seal");
    page.context().setOffline(false);
    assertThat(page.locator("dialog")).containsText("닿기 전에 종이가 봉인됐어요");
    assertThat(page.locator("dialog .kept")).hasText("늦게 닿은 글");
    photograph(page, Look.PHONE, "offline-2-too-late");
    assertThat(button(page, "글 복사하기")).isVisible();
    assertThat(scene.texts()).containsExactly("제때 쓴 글");
  }

  @Test
  @Tag("P06")
  void whatIsBegunIsThereAgainAfterAClosedTab(@TempDir Path profile) {
    Scene scene = Scene.set("쓰다 만 글");
    Page page = scene.comeIn(BROWSERS.openKeeping(profile, Look.DESKTOP), "하나");
    page.locator(".write").click();
    page.locator("rp-composer textarea").fill("아직 다 못 썼");
    BROWSERS.kill(page);

    Page again = BROWSERS.openKeeping(profile, Look.DESKTOP);
    again.navigate(scene.address());
    again.locator(".write").click();
    assertThat(again.locator("rp-composer textarea")).hasValue("아직 다 못 썼");
  }

  @Test
  @Tag("P14")
  void aNoteIsPlacedAndMovedByKeyboardAlone() {
    Scene scene = Scene.set("글쇠만으로");
    Page page = BROWSERS.open(Look.DESKTOP);
    page.navigate(scene.link());
    page.locator("input[name=name]").waitFor();
    tabTo(page, ".skip");
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();
    tabTo(page, "input[name=name]");
    page.keyboard().type("하나");
    page.keyboard().press("Enter");
    page.locator(".board").waitFor();
    tabTo(page, ".write");
    page.keyboard().press("Enter");
    page.keyboard().type("글쇠로 썼어요");
    page.keyboard().press("Control+Enter");
    await().untilAsserted(() -> assertThat(scene.texts()).containsExactly("글쇠로 썼어요"));
    JsonNode before = scene.notes().getFirst();

    tabTo(page, "rp-note");
    for (int step = 0; step < 5; step++) {
      page.keyboard().press("Shift+ArrowRight");
    }
    page.keyboard().press("]");
    page.keyboard().press("+");
    await()
        .untilAsserted(
            () -> {
              JsonNode now = scene.notes().getFirst();
              assertThat(now.path("x").asDouble()).isEqualTo(before.path("x").asDouble() + 200);
              assertThat(now.path("width").asDouble())
                  .isEqualTo(before.path("width").asDouble() + 20);
            });
    page.keyboard().press("Delete");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    await().untilAsserted(() -> assertThat(scene.texts()).isEmpty());
  }

  private static void tabTo(Page page, String selector) {
    for (int press = 0; press < 40; press++) {
      page.keyboard().press("Tab");
      if ((Boolean)
          page.evaluate("selector => document.activeElement.matches(selector)", selector)) {
        return;
      }
    }
    throw new AssertionError("the keyboard does not get to " + selector);
  }

  private static void write(Page page, String text) {
    page.locator(".write").click();
    page.locator("rp-composer textarea").fill(text);
    page.locator("rp-composer [type=submit]").click();
    assertThat(saved(page, text)).isVisible();
    assertThat(page.locator(".save")).hasText("저장됨");
  }
}
