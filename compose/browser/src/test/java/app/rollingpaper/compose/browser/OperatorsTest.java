package app.rollingpaper.compose.browser;

import static app.rollingpaper.compose.browser.Browsers.photograph;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import app.rollingpaper.compose.launcher.RollingPaper;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators look at what runs, and take an instance out and back. */
final class OperatorsTest {
  private static final int LISTS = 16;
  private static final String DEPLOYS =
      """
      [{"at": "2026-11-20T21:03:00Z", "service": "paper-service", "kind": "rolling", "from": "0.1.0", "to": "0.1.1", "outcome": "done", "seconds": 41.2},
       {"at": "2026-11-21T08:15:00Z", "service": "user-service", "kind": "blue-green", "from": "0.1.0", "to": "0.1.1", "outcome": "rolled back", "seconds": 12.4}]
      """;

  @RegisterExtension static final Browsers BROWSERS = new Browsers();

  static Stream<Look> looks() {
    return Stream.of(Look.PHONE, Look.DESKTOP, Look.DESKTOP.inEnglish());
  }

  @ParameterizedTest
  @MethodSource("looks")
  @Tag("P16")
  void anInstanceIsWatchedDrainedWeighedAndRestored(Look look) throws IOException {
    RollingPaper system = RunningSystem.get();
    Files.writeString(system.operatorToken().resolveSibling("deploys.json"), DEPLOYS);
    Page page = BROWSERS.open(look);
    page.onDialog(Dialog::accept);
    page.navigate(system.gatewayAdminUrl() + "/");
    assertThat(page.locator("article")).hasCount(4);
    // A paper's requests go to its own instance, lists to each in turn.
    for (int list = 0; list < LISTS; list++) {
      RunningSystem.client().get("/api/papers").send().expect(401);
    }
    Locator paper = page.locator("article", new Page.LocatorOptions().setHasText("paper-1"));
    assertThat(paper.locator(".state")).hasText(look.word("정상", "up"));
    assertThat(paper.locator("dd").nth(7)).hasText(Pattern.compile("[1-9][0-9,]*"));
    assertThat(paper.locator("figure path").nth(1))
        .hasAttribute("d", Pattern.compile("M.+ L.+ L.+"));
    assertThat(page.locator("#deploys tbody tr").first()).containsText("user-service");

    button(paper, look.word("비우기", "Drain")).click();
    token(page, "not the token");
    assertThat(page.locator("#message"))
        .hasText(look.word("토큰이 맞지 않아요.", "The token does not fit."));
    button(paper, look.word("비우기", "Drain")).click();
    token(page, Files.readString(system.operatorToken()).strip());
    assertThat(paper.locator(".state")).hasText(look.word("비우는 중", "draining"));
    photograph(page, look, "operators-1-draining");
    page.locator("#deploys").scrollIntoViewIfNeeded();
    photograph(page, look, "operators-2-deploys");
    button(paper, look.word("되돌리기", "Restore")).click();
    assertThat(paper.locator(".state")).hasText(look.word("정상", "up"));

    weigh(paper, "50");
    page.reload();
    assertThat(paper.locator("input")).hasValue("50");
    weigh(paper, "100");
    page.reload();
    assertThat(paper.locator("input")).hasValue("100");
  }

  private static void token(Page page, String token) {
    page.locator("#token").fill(token);
    page.locator("#token-keep").click();
  }

  private static void weigh(Locator instance, String weight) {
    Page page = instance.page();
    page.waitForResponse(
        response -> response.url().endsWith("/weight") && response.ok(),
        () -> {
          instance.locator("input").fill(weight);
          instance.locator("input").press("Tab");
        });
  }

  private static Locator button(Locator in, String name) {
    return in.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }
}
