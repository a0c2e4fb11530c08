package app.rollingpaper.compose.browser;

import static app.rollingpaper.compose.browser.Browsers.photograph;
import static app.rollingpaper.compose.browser.Scene.button;
import static app.rollingpaper.compose.browser.Scene.note;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The owner looks after a paper. */
final class OwnTest {
  @RegisterExtension static final Browsers BROWSERS = new Browsers();

  static Stream<Look> looks() {
    return Look.all();
  }

  @ParameterizedTest
  @MethodSource("looks")
  @Tag("P02")
  void theOwnerSeesTheirPapersAndChangesOne(Look look) {
    Scene scene = Scene.set("이름이 바뀔 종이").withNote("서연", "축하해!", "mint", 35, 50);
    Page page = scene.signInOwner(BROWSERS.open(look), look);
    assertThat(page.locator(".papers .paper")).hasCount(1);
    photograph(page, look, "own-1-papers");
    page.locator(".papers .paper").click();
    button(page, look.word("관리", "Manage")).click();
    Locator desk = page.locator("rp-desk");
    assertThat(desk.locator(".rows").last()).containsText("서연");
    photograph(page, look, "own-2-desk");
    desk.locator("input[name=title]").fill("새 이름");
    desk.locator("input[name=deliverAt]").fill("2099-03-01T09:00");
    desk.locator("form [type=submit]").click();
    assertThat(page.locator(".paper-head h1")).hasText("새 이름");
    assertThat(page.locator(".paper-head .facts")).containsText("2099");
  }

  @Test
  @Tag("P11")
  void theOwnerHidesANoteFromTheOthersAndShowsItAgain() {
    Look look = Look.DESKTOP;
    Scene scene = Scene.set("살피기").withNote("서연", "숨길 쪽지", "mint", 35, 50);
    Page guest = scene.comeIn(BROWSERS.open(look), "하나");
    Page owner = scene.asOwner(BROWSERS.open(look), look);
    Locator note = note(owner, "숨길 쪽지");
    note.click();
    note.locator(".tool-hide").click();
    assertThat(guest.locator("rp-note")).hasCount(0);
    Locator veiled = owner.locator("rp-note.veiled");
    assertThat(veiled.locator(".words")).hasText("숨길 쪽지");
    owner.reload();
    assertThat(veiled.locator(".words")).hasText("숨길 쪽지");
    photograph(owner, look, "own-3-hidden");
    veiled.click();
    veiled.locator(".tool-show").click();
    assertThat(note(guest, "숨길 쪽지")).isVisible();
  }

  @Test
  @Tag("P11")
  void whoeverIsRemovedIsShownOutAndAClosedLinkLetsNobodyIn() {
    Look look = Look.DESKTOP;
    Scene scene = Scene.set("문단속");
    Page guest = scene.comeIn(BROWSERS.open(look), "하나");
    Page owner = scene.asOwner(BROWSERS.open(look), look);
    button(owner, "관리").click();
    owner
        .locator("rp-desk li", new Page.LocatorOptions().setHasText("하나"))
        .getByRole(AriaRole.BUTTON)
        .click();
    button(owner, "내보내기").last().click();
    assertThat(guest.locator("main")).containsText("내보내졌어요");

    button(owner, "닫기").first().waitFor();
    owner.locator("rp-desk section[aria-labelledby=desk-links] li button").last().click();
    owner.locator("dialog .row .main").last().click();
    assertThat(owner.locator("section[aria-labelledby=desk-links]")).containsText("열려 있는 링크가 없어요");
    Page late = BROWSERS.open(look);
    late.navigate(scene.link());
    assertThat(late.locator("main")).containsText("새 링크를 부탁해 주세요");
    photograph(late, look, "own-4-closed-link");
  }

  @Test
  @Tag("P08")
  void whatTheOwnerCancelsIsClosedToEverybodyElse() {
    Look look = Look.PHONE;
    Scene scene = Scene.set("없던 일로").withNote("서연", "아쉽네", "mint", 35, 50);
    Page guest = scene.comeIn(BROWSERS.open(look), "하나");
    Page owner = scene.asOwner(BROWSERS.open(look), look);
    button(owner, "관리").click();
    button(owner, "취소하기").click();
    assertThat(owner.locator("dialog .question")).containsText("이 종이를 취소할까요?");
    photograph(owner, look, "own-5-cancelling");
    button(owner, "취소하기").last().click();
    assertThat(owner.locator(".paper-head .state")).hasText("취소됨");
    assertThat(guest.locator(".write")).hasCount(0);
    guest.reload();
    assertThat(guest.locator("main")).containsText("이 종이는 취소되어 전해지지 않아요");
    assertThat(guest.locator("main")).not().containsText("아쉽네");
    photograph(guest, look, "own-6-cancelled");
  }

  @Test
  @Tag("P08")
  void theOwnerLooksAsTheRecipientSealsAndDelivers() {
    Look look = Look.DESKTOP;
    Scene scene = Scene.set("전하기").withNote("서연", "곧 보게 될 쪽지", "mint", 35, 50);
    Page guest = scene.comeIn(BROWSERS.open(look), "하나");
    Page owner = scene.asOwner(BROWSERS.open(look), look);
    button(owner, "관리").click();
    button(owner, "받는 분처럼 보기").click();
    assertThat(owner.locator("rp-reader .note")).containsText("곧 보게 될 쪽지");
    owner.locator(".reader-close").click();
    button(owner, "봉인하기").click();
    button(owner, "봉인하기").last().click();
    assertThat(owner.locator(".paper-head .state")).hasText("봉인됨");
    assertThat(guest.locator(".paper-head .state")).hasText("봉인됨");
    assertThat(guest.locator(".write")).hasCount(0);
    button(owner, "지금 전하기").click();
    button(owner, "지금 전하기").last().click();
    assertThat(guest.locator(".paper-head .state")).hasText("전달됨");
    await()
        .untilAsserted(
            () -> assertThat(RunningSystem.mails().to(scene.paper().recipientEmail())).hasSize(1));
  }
}
