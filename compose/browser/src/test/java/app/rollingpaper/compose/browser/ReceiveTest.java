package app.rollingpaper.compose.browser;

import static app.rollingpaper.compose.browser.Browsers.photograph;
import static app.rollingpaper.compose.browser.Scene.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.suites.Mails;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipient gets the paper, reads it and says thank you. */
final class ReceiveTest {
  private static final String SECRET_WORDS = "이 말은 아직 비밀이야";

  @RegisterExtension static final Browsers BROWSERS = new Browsers();

  static Stream<Look> looks() {
    return Stream.of(Look.PHONE, Look.TABLET.inEnglish(), Look.DESKTOP);
  }

  @ParameterizedTest
  @MethodSource("looks")
  @Tag("P07")
  void beforeDeliveryThereIsOnlyTheEnvelope(Look look) {
    Scene scene = Scene.set("비밀 제목").withNote("서연", SECRET_WORDS, "mint", 35, 50);
    Page page = BROWSERS.open(look);
    List<String> received = new CopyOnWriteArrayList<>();
    page.onResponse(response -> received.add(body(response)));
    page.navigate(scene.address());
    assertThat(page.locator(".letter h1")).hasText(look.word("민준 님께 온 편지", "A letter for 민준"));
    photograph(page, look, "receive-1-sealed");
    assertThat(received)
        .isNotEmpty()
        .noneMatch(text -> text.contains(SECRET_WORDS) || text.contains("비밀 제목"));
  }

  private static String body(Response response) {
    return response.url().contains("/api/") && response.status() != 204 ? response.text() : "";
  }

  @ParameterizedTest
  @MethodSource("looks")
  @Tag("P09")
  void theRecipientOpensReadsReactsAndThanks(Look look) {
    Scene scene =
        Scene.set("민준아, 생일 축하해!")
            .withNote("서연", "늘 웃는 얼굴 고마워.", "mint", 35, 50)
            .withNote("Alex", "Happy birthday, Minjun!", "sky", 273, 60);
    Page writer = scene.comeIn(BROWSERS.open(Look.DESKTOP), "하나");
    scene.turn("deliver");
    Page page = BROWSERS.open(look);
    page.navigate(Scene.pathOf(revealLink(scene)));
    photograph(page, look, "receive-2-letter");
    button(page, look.word("열어 보기", "Open it")).click();
    assertThat(page.locator(".envelope")).hasClass(Pattern.compile("opening"));
    photograph(page, look, "receive-3-opening");
    button(page, look.word("건너뛰기", "Skip")).click();
    assertThat(page.locator("rp-note")).hasCount(2);
    photograph(page, look, "receive-4-paper");

    button(page, look.word("한 장씩 읽기", "Read one by one")).click();
    assertThat(page.locator(".note.big")).containsText("늘 웃는 얼굴 고마워.");
    page.locator(".reactions button").first().click();
    assertThat(page.locator(".reactions button").first()).hasAttribute("aria-pressed", "true");
    photograph(page, look, "receive-5-reading");
    page.keyboard().press("ArrowRight");
    assertThat(page.locator(".note.big")).containsText("Happy birthday, Minjun!");
    page.locator(".reader-way .main").click();
    photograph(page, look, "receive-6-end");
    page.locator(".reader-end .main").click();
    page.locator("#thanks").fill("모두 정말 고마워요. 평생 간직할게요!");
    page.locator("dialog [type=submit]").click();
    assertThat(page.locator(".thanks")).containsText("평생 간직할게요!");
    photograph(page, look, "receive-7-thanked");

    assertThat(writer.locator(".reaction")).hasCount(1);
    writer.reload();
    assertThat(writer.locator(".thanks")).containsText("평생 간직할게요!");
  }

  @Test
  @Tag("P09")
  @Tag("P14")
  void withReducedMotionTheLetterOpensAtOnce() {
    Look look = Look.DESKTOP.calm();
    Scene scene = Scene.set("조용히").withNote("서연", "조용한 쪽지", "mint", 35, 50).turn("deliver");
    Page page = BROWSERS.open(look);
    page.navigate(Scene.pathOf(revealLink(scene)));
    button(page, "열어 보기").click();
    assertThat(page.locator("rp-note")).hasCount(1);
    assertThat(page.locator(".opening")).hasCount(0);
  }

  @Test
  @Tag("P13")
  void thePaperIsWatchedBeingWritten() {
    Look look = Look.DESKTOP.calm();
    Scene scene =
        Scene.set("다시 보기")
            .withNote("서연", "첫 번째", "mint", 35, 50)
            .withNote("하준", "두 번째", "sky", 273, 60)
            .withNote("유나", "세 번째", "blush", 511, 60)
            .turn("deliver");
    Page page = BROWSERS.open(look);
    page.navigate(Scene.pathOf(revealLink(scene)));
    button(page, "열어 보기").click();
    button(page, "쓰던 모습 다시 보기").click();
    assertThat(page.locator("rp-replay rp-note")).hasCount(1);
    assertThat(page.locator("rp-replay rp-note")).containsText("첫 번째");
    button(page, "재생").click();
    assertThat(page.locator("rp-replay rp-note")).hasCount(3);
    photograph(page, look, "replay");
    page.locator(".replay-bar input").focus();
    page.keyboard().press("ArrowLeft");
    assertThat(page.locator("rp-replay rp-note")).hasCount(2);
  }

  @Test
  @Tag("P12")
  void theOwnersInboxTellsOfADeliveryWithoutBeingAsked() {
    Look look = Look.DESKTOP;
    Scene scene = Scene.set("소식이 올 종이");
    Page page = scene.signInOwner(BROWSERS.open(look), look);
    page.locator(".bell").click();
    assertThat(page.locator("main")).containsText("아직 소식이 없어요");
    scene.turn("deliver");
    assertThat(page.locator(".letters")).containsText("“소식이 올 종이” 종이가 전해졌어요.");
    assertThat(page.locator(".badge")).isVisible();
    photograph(page, look, "inbox");
    page.locator(".letters a").first().click();
    assertThat(page.locator(".paper-head h1")).hasText("소식이 올 종이");
  }

  private static URI revealLink(Scene scene) {
    String address = scene.paper().recipientEmail();
    await().until(() -> !RunningSystem.mails().to(address).isEmpty());
    List<Mails.Mail> mails = RunningSystem.mails().to(address);
    return mails.getFirst().link();
  }
}
