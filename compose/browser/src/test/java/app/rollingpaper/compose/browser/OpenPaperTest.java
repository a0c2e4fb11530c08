package app.rollingpaper.compose.browser;

import static app.rollingpaper.compose.browser.Browsers.photograph;
import static app.rollingpaper.compose.browser.Scene.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
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
    return Stream.of(Look.PHONE, Look.TABLET.inEnglish(), Look.DESKTOP, Look.DESKTOP.inEnglish());
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
    assertThat(page.locator("main a[href='/']").count()).isEqualTo(1);
  }
}
