package app.rollingpaper.compose.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How much the page asks of a phone and its line. The weight is held to; times depend on the machine and are printed, for
 * docs/benchmarks.md.
 */
@Tag("P14")
final class BudgetTest {
  private static final int MOST_BYTES = 150 * 1024;
  private static final int NOTES = 300;

  @RegisterExtension static final Browsers BROWSERS = new Browsers();

  private static final String WATCH_PAINTS =
      """
      window.largest = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.largest = entry.startTime; })
        .observe({ type: 'largest-contentful-paint', buffered: true });
      """;

  private static final String FIGURES =
      """
      () => {
        const resources = performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'));
        const weigh = (of) => of.reduce((sum, entry) => sum + entry.encodedBodySize, 0);
        const own = resources.filter(({ name }) => !name.includes('/api/'));
        return {
          bytes: weigh(own.filter(({ name }) => !name.endsWith('.woff2'))),
          fonts: weigh(own.filter(({ name }) => name.endsWith('.woff2'))),
          requests: own.length,
          first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1,
          largest: window.largest,
        };
      }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"landing", "paper"})
  void theFirstVisitIsLight(String view) {
    Scene scene = Scene.set("가볍게");
    Page page = BROWSERS.open(Look.PHONE);
    CDPSession line = page.context().newCDPSession(page);
    line.send("Network.enable");
    JsonObject slow = new JsonObject();
    slow.addProperty("offline", false);
    slow.addProperty("latency", 150);
    slow.addProperty("downloadThroughput", 200_000);
    slow.addProperty("uploadThroughput", 95_000);
    line.send("Network.emulateNetworkConditions", slow);
    page.addInitScript(WATCH_PAINTS);
    page.navigate(view.equals("landing") ? "/" : scene.link());
    page.locator(view.equals("landing") ? ".hero" : ".door").waitFor();
    page.waitForFunction("() => document.fonts.status === 'loaded' && window.largest > 0");

    @SuppressWarnings("unchecked")
    Map<String, Number> figures = (Map<String, Number>) page.evaluate(FIGURES);
    System.out.printf(
        "[page] %s at 1.6 Mbit/s, 150 ms: %d requests, %.1f KB and %.1f KB of fonts, first paint %.0f ms, largest %.0f ms%n",
        view,
        figures.get("requests").intValue(),
        figures.get("bytes").doubleValue() / 1024,
        figures.get("fonts").doubleValue() / 1024,
        figures.get("first").doubleValue(),
        figures.get("largest").doubleValue());
    assertThat(figures.get("bytes").intValue()).isBetween(1, MOST_BYTES);
  }

  private static final String WATCH_FRAMES =
      """
      () => {
        window.frames_ = [];
        let before;
        const frame = (now) => { if (before) window.frames_.push(now - before); before = now; window.watching = requestAnimationFrame(frame); };
        window.watching = requestAnimationFrame(frame);
      }
      """;

  private static final String FRAMES =
      "() => { cancelAnimationFrame(window.watching); return window.frames_; }";

  @Test
  void dragsAndTypesAmongHundredsOfNotes() {
    Scene scene = Scene.set("삼백 장").withNotes(NOTES);
    Page page = scene.comeIn(BROWSERS.open(Look.DESKTOP), "하나");
    page.evaluate(WATCH_FRAMES);
    page.locator(".write").click();
    Locator words = page.locator("rp-composer textarea");
    words.waitFor();
    page.waitForFunction("() => !document.querySelector('rp-composer').getAnimations().length");
    print("opening the sheet", page);
    page.evaluate(WATCH_FRAMES);
    words.pressSequentially(
        "이 종이에는 벌써 삼백 장이나 붙어 있네요. 모두 고마워요!", new Locator.PressSequentiallyOptions().setDelay(40));
    print("typing", page);
    page.locator("rp-composer [type=submit]").click();

    Locator note = page.locator("rp-note.mine").first();
    note.scrollIntoViewIfNeeded();
    BoundingBox box = note.boundingBox();
    page.mouse().move(box.x + 40, box.y + 40);
    page.mouse().down();
    page.evaluate(WATCH_FRAMES);
    for (int step = 1; step <= 60; step++) {
      page.mouse().move(box.x + 40 + step * 5, box.y + 40 - step, new Mouse.MoveOptions());
    }
    print("dragging", page);
    page.mouse().up();
    assertThat(note.boundingBox().x).isGreaterThan(box.x + 100);
  }

  @SuppressWarnings("unchecked")
  private static void print(String deed, Page page) {
    List<Double> frames =
        Stream.of(page.evaluate(FRAMES))
            .flatMap(all -> ((List<Number>) all).stream())
            .map(Number::doubleValue)
            .sorted()
            .toList();
    assertThat(frames).isNotEmpty();
    System.out.printf(
        "[page] %s among %d notes: %d frames, p50 %.1f ms, p95 %.1f ms, longest %.1f ms%n",
        deed,
        NOTES,
        frames.size(),
        frames.get(frames.size() / 2),
        frames.get(frames.size() * 95 / 100),
        frames.getLast());
  }
}
