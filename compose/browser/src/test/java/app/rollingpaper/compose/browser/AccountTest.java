package app.rollingpaper.compose.browser;

import static app.rollingpaper.compose.browser.Browsers.photograph;
import static app.rollingpaper.compose.browser.Scene.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import app.rollingpaper.compose.suites.People;
import com.microsoft.playwright.Page;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody looks after their account. */
final class AccountTest {
  private static final String NEW_PASSWORD = "another long walk home";

  @RegisterExtension static final Browsers BROWSERS = new Browsers();

  static Stream<Look> looks() {
    return Stream.of(Look.PHONE, Look.TABLET.inEnglish(), Look.DESKTOP);
  }

  @ParameterizedTest
  @MethodSource("looks")
  @Tag("P01")
  void aChangedPasswordSignsOutEverywhereElse(Look look) {
    Scene scene = Scene.set("비밀번호");
    Page elsewhere = scene.signInOwner(BROWSERS.open(look), look);
    Page page = scene.signInOwner(BROWSERS.open(look), look);
    page.locator(".nav a[href='/account']").click();
    change(page, "not the one I have");
    assertThat(page.locator(".failure"))
        .containsText(look.word("지금 비밀번호가 맞지 않아요", "not your current password"));
    photograph(page, look, "account-1-wrong");
    change(page, People.PASSWORD);
    assertThat(page.locator("#live")).containsText(look.word("비밀번호를 바꿨어요", "password is changed"));
    photograph(page, look, "account-2-changed");

    elsewhere.reload();
    assertThat(elsewhere.locator(".hero")).isVisible();
    page.reload();
    assertThat(page.locator("rp-account form")).isVisible();
    button(page, look.word("로그아웃", "Sign out")).click();
    assertThat(page.locator(".hero")).isVisible();
    Scene.signIn(page, look, scene.ownersEmail(), NEW_PASSWORD);
  }

  private static void change(Page page, String current) {
    page.locator("input[name=current]").fill(current);
    page.locator("rp-account input[name=password]").fill(NEW_PASSWORD);
    page.locator("rp-account [type=submit]").click();
  }
}
