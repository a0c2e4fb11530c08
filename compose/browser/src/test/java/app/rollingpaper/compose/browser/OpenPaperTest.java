package app.rollingpaper.compose.browser;

import static app.rollingpaper.compose.browser.Browsers.photograph;
import static app.rollingpaper.compose.browser.Scene.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody who has never been here opens a paper and hands its link on. */
final class OpenPaperTest {
  @RegisterExtension static final Browsers BROWSERS = new Browsers();

  static Stream<Look> looks() {
    return Look.all();
  }

  @ParameterizedTest
  @MethodSource("looks")
  @Tag("P01")
  @Tag("P02")
  void somebodyNewSignsUpOpensAPaperAndSharesIt(Look look) {
    Page page = BROWSERS.open(look);
    page.navigate("/");
    assertThat(page.locator(".hero h1"))
        .hasText(look.word("한 장의 종이에, 모두의 마음을.", "One paper, everybody’s words."));
    photograph(page, look, "open-1-landing");
    page.locator("input[name=name]").fill("지우");
    page.locator("input[name=email]").fill(UUID.randomUUID() + "@example.org");
    page.locator("input[name=password]").fill("a long walk by the river");
    page.locator("form [type=submit]").click();
    page.locator(".own-top .button").click();

    page.locator("input[name=recipient]").fill("민준");
    page.locator("input[name=title]").fill("민준아, 졸업 축하해!");
    page.locator("input[name=occasion][value=graduation]").check();
    assertThat(page.locator("input[name=theme][value=night]")).isChecked();
    page.locator("select[name=zone]").selectOption("Asia/Seoul");
    page.locator("input[name=closesAt]").fill("2099-02-13T18:00");
    page.locator("input[name=deliverAt]").fill("2099-02-14T09:00");
    photograph(page, look, "open-2-create");
    page.locator("rp-create [type=submit]").click();

    assertThat(page.locator(".share .qr")).isVisible();
    assertThat(page.locator(".share input"))
        .hasValue(Pattern.compile("https?://.+/p/[0-9a-f-]{36}#.+"));
    photograph(page, look, "open-3-share");
    page.keyboard().press("Escape");
    assertThat(page.locator(".paper-head h1")).hasText("민준아, 졸업 축하해!");
    assertThat(page.locator(".board")).hasClass(Pattern.compile("theme-night"));
    assertThat(page.locator(".paper-head .facts"))
        .containsText(look.word("2099년 2월 14일", "February 14, 2099"));
  }

  @Test
  @Tag("P02")
  void aPhoneSharesTheLinkInItsOwnWay() {
    Look look = Look.PHONE;
    Page page = BROWSERS.open(look);
    page.addInitScript("navigator.share = async (what) => { window.shared = what; };");
    Scene scene = Scene.set("나눠 주세요");
    scene.asOwner(page, look);
    button(page, "관리").click();
    page.locator("section[aria-labelledby=desk-links] li button").first().click();
    page.locator(".share .row button").first().click();
    assertThat((String) page.evaluate("() => window.shared.title")).isEqualTo("나눠 주세요");
    assertThat((String) page.evaluate("() => window.shared.url")).endsWith(scene.link());
  }

  @Test
  @Tag("P02")
  void aDeliveryBeforeTheEndOfWritingIsASentenceWithAWayOut() {
    Look look = Look.DESKTOP;
    Page page = Scene.set("시간").signInOwner(BROWSERS.open(look), look);
    page.locator(".own-top .button").click();
    page.locator("input[name=recipient]").fill("민준");
    page.locator("input[name=title]").fill("시간이 엇갈려요");
    page.locator("input[name=closesAt]").fill("2099-02-15T18:00");
    page.locator("input[name=deliverAt]").fill("2099-02-14T09:00");
    page.locator("rp-create [type=submit]").click();
    assertThat(page.locator(".failure")).containsText("전하는 때를 늦추거나");
  }

  @Test
  @Tag("P03")
  void aLinkThatLeadsNowhereIsASentenceWithAWayOut() {
    Page page = BROWSERS.open(Look.PHONE);
    page.navigate("/p/" + UUID.randomUUID() + "#nothing-to-find-here");
    assertThat(page.locator("main")).containsText("새 링크를 부탁해 주세요");
    assertThat(button(page, "다시 시도")).isVisible();
    photograph(page, Look.PHONE, "open-4-dead-link");
    assertThat(page.locator("main a[href='/']")).hasCount(1);
  }

  @Test
  @Tag("P03")
  void anAddressWithNothingIsASentenceWithAWayOut() {
    Page page = BROWSERS.open(Look.PHONE.inEnglish());
    page.navigate("/nowhere");
    assertThat(page.locator("main h1")).hasText("There is no such page.");
    photograph(page, Look.PHONE.inEnglish(), "open-5-nowhere");
    page.locator("main a[href='/']").click();
    assertThat(page.locator(".hero")).isVisible();
  }

  @Test
  @Tag("P03")
  void aPartOfThePageThatDoesNotComeIsASentenceAndTryingAgainHelps() {
    Page page = BROWSERS.open(Look.PHONE);
    page.route("**/page/home.js", Route::abort);
    page.navigate("/");
    assertThat(page.locator("main")).containsText("인터넷 연결을 확인해 주세요");
    page.unroute("**/page/home.js");
    button(page, "다시 시도").click();
    assertThat(page.locator(".hero")).isVisible();
  }

  @Test
  @Tag("P03")
  void aServerOutOfReachIsASentenceAndTryingAgainHelps() {
    Scene scene = Scene.set("다시 오세요");
    Page page = BROWSERS.open(Look.PHONE);
    page.route("**/preview", Route::abort);
    page.navigate(scene.link());
    assertThat(page.locator("main")).containsText("인터넷 연결을 확인해 주세요");
    photograph(page, Look.PHONE, "open-6-out-of-reach");
    page.unroute("**/preview");
    button(page, "다시 시도").click();
    assertThat(page.locator(".door h1")).hasText("다시 오세요");
  }
}
