package app.rollingpaper.compose.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Debian's Chromium for the tests of a class, and everybody's windows in it. After each test all windows are closed, and
 * whatever a page wrote to its console as an error fails the test.
 */
final class Browsers implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final double PATIENCE_MILLIS = 20_000;

  /** A browser that has never run on a machine takes its time. */
  private static final double STARTING_MILLIS = 120_000;

  /** What a browser itself reports of a request that was refused; the page says it to the person in words. */
  private static final Set<String> OF_THE_BROWSER =
      Set.of("Failed to load resource", "WebSocket connection to");

  private @Nullable Playwright playwright;
  private @Nullable Browser browser;
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    assumeTrue(Files.isExecutable(CHROMIUM), "skipped: no Chromium");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(ARGUMENTS)
                    .setTimeout(STARTING_MILLIS));
  }

  /** A new window of somebody who has never been here. */
  Page open(Look look) {
    return page(
        playing(browser)
            .newContext(
                new Browser.NewContextOptions()
                    .setBaseURL(RunningSystem.get().gatewayUrl())
                    .setViewportSize(look.width(), look.height())
                    .setHasTouch(look.touch())
                    .setIsMobile(look.touch())
                    .setReducedMotion(look.motion())
                    .setLocale(look.locale())));
  }

  /** A window of a browser that keeps what it knows in a directory, as people's browsers do. */
  Page openKeeping(Path profile, Look look) {
    BrowserContext context =
        playing(playwright)
            .chromium()
            .launchPersistentContext(
                profile,
                new BrowserType.LaunchPersistentContextOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(ARGUMENTS)
                    .setTimeout(STARTING_MILLIS)
                    .setBaseURL(RunningSystem.get().gatewayUrl())
                    .setViewportSize(look.width(), look.height())
                    .setLocale(look.locale()));
    return page(context);
  }

  /** Takes everything of a window away, as when its machine loses power. */
  void kill(Page page) {
    contexts.remove(page.context());
    page.context().close();
  }

  private Page page(BrowserContext context) {
    contexts.add(context);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    context.onConsoleMessage(
        message -> {
          if (message.type().equals("error")
              && OF_THE_BROWSER.stream().noneMatch(message.text()::startsWith)) {
            errors.add(message.text());
          }
        });
    context.onWebError(error -> errors.add(error.error()));
    return context.pages().isEmpty() ? context.newPage() : context.pages().getFirst();
  }

  /** Keeps what a window shows, for people to look at. */
  static void photograph(Page page, Look look, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setAnimations(ScreenshotAnimations.DISABLED)
            .setPath(SCREENSHOTS.resolve(name + "-" + look + ".png")));
  }

  private static <T> T playing(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("before the first test");
    }
    return part;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    List<String> written = List.copyOf(errors);
    errors.clear();
    assertThat(written).as("errors on the console").isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (playwright != null) {
      playwright.close();
    }
  }
}
