package app.rollingpaper.compose.browser;

import static app.rollingpaper.compose.browser.Browsers.photograph;
import static app.rollingpaper.compose.browser.Scene.button;
import static app.rollingpaper.compose.browser.Scene.note;
import static app.rollingpaper.compose.browser.Scene.saved;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A paper under one's fingers: one moves about, two go closer. */
@Tag("P14")
final class TouchTest {
  private static final int STEPS = 10;

  @RegisterExtension static final Browsers BROWSERS = new Browsers();

  private Scene scene;
  private Page page;
  private CDPSession glass;

  @BeforeEach
  void lookAtTheWholePaper() {
    scene = Scene.set("손끝으로").withWishes();
    page = scene.comeIn(BROWSERS.open(Look.PHONE), "하나");
    button(page, "전체 보기").click();
    assertThat(page.locator("rp-note")).hasCount(Scene.WISHES);
    glass = page.context().newCDPSession(page);
  }

  @Test
  void twoFingersGoCloserToWhatLiesBetweenThem() {
    BoundingBox frame = page.locator(".frame").boundingBox();
    Point middle = new Point(frame.x + frame.width / 2, frame.y + 120);
    double before = width();
    String under = noteAt(middle);
    pinch(middle, 30, 75);
    await().untilAsserted(() -> assertThat(width() / before).isBetween(2.2, 2.8));
    assertThat(noteAt(middle)).as("what lay between the fingers").isEqualTo(under);
    photograph(page, Look.PHONE, "touch-1-closer");

    pinch(middle, 75, 30);
    await().untilAsserted(() -> assertThat(width() / before).isBetween(0.95, 1.2));
    pinch(middle, 75, 20);
    await()
        .untilAsserted(() -> assertThat(width()).as("never smaller than it was").isEqualTo(before));
  }

  @Test
  void oneFingerMovesThePaperAndNotTheNotesOnIt() {
    Locator frame = page.locator(".frame");
    Locator held = note(page, "늘 웃는 얼굴");
    double place = x(held);
    BoundingBox box = held.boundingBox();
    Point from = new Point(box.x + 60, box.y + 40);
    swipe(from, new Point(from.x - 55, from.y));
    await()
        .untilAsserted(
            () ->
                assertThat(((Number) frame.evaluate("frame => frame.scrollLeft")).doubleValue())
                    .isGreaterThan(20));
    assertThat(x(held)).isEqualTo(place);
  }

  @Test
  void aFingerMovesTheNoteThatWasTappedBefore() {
    page.locator(".write").click();
    page.locator("rp-composer textarea").fill("내가 옮길 쪽지");
    page.locator("rp-composer [type=submit]").click();
    Locator mine = note(page, "내가 옮길 쪽지");
    assertThat(saved(page, "내가 옮길 쪽지")).isVisible();
    assertThat(page.locator(".save")).hasText("저장됨");
    mine.scrollIntoViewIfNeeded();
    mine.tap();
    assertThat(mine).hasClass(Pattern.compile("chosen"));
    photograph(page, Look.PHONE, "touch-2-chosen");
    double place = x(mine);
    BoundingBox box = mine.boundingBox();
    Point from = new Point(box.x + 40, box.y + 40);
    double aside = from.x > 200 ? -80 : 80;
    swipe(from, new Point(from.x + aside, from.y + 10));
    await().untilAsserted(() -> assertThat(Math.abs(x(mine) - place)).isGreaterThan(60));
    await()
        .untilAsserted(
            () ->
                assertThat(Math.abs(scene.notes().getLast().path("x").asDouble() - place))
                    .isGreaterThan(60));
  }

  private double width() {
    return page.locator(".board").boundingBox().width;
  }

  private static double x(Locator note) {
    return ((Number) note.evaluate("note => note.item.x")).doubleValue();
  }

  private String noteAt(Point point) {
    return (String)
        page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y).closest('rp-note')?.item.id ?? 'the bare paper'",
            List.of(point.x, point.y));
  }

  private void pinch(Point middle, double from, double to) {
    touch("touchStart", middle.aside(-from), middle.aside(from));
    for (int step = 1; step <= STEPS; step++) {
      double apart = from + (to - from) * step / STEPS;
      touch("touchMove", middle.aside(-apart), middle.aside(apart));
    }
    touch("touchEnd");
  }

  private void swipe(Point from, Point to) {
    touch("touchStart", from);
    for (int step = 1; step <= STEPS; step++) {
      touch(
          "touchMove",
          new Point(
              from.x + (to.x - from.x) * step / STEPS, from.y + (to.y - from.y) * step / STEPS));
    }
    touch("touchEnd");
  }

  private void touch(String type, Point... points) {
    JsonArray fingers = new JsonArray();
    for (int finger = 0; finger < points.length; finger++) {
      JsonObject point = new JsonObject();
      point.addProperty("x", points[finger].x);
      point.addProperty("y", points[finger].y);
      point.addProperty("id", finger);
      fingers.add(point);
    }
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    event.add("touchPoints", fingers);
    glass.send("Input.dispatchTouchEvent", event);
  }

  /** A place on the glass, in pixels. */
  private record Point(double x, double y) {
    Point aside(double by) {
      return new Point(x + by, y);
    }
  }
}
