package app.rollingpaper.compose.browser;

import static app.rollingpaper.compose.browser.Scene.button;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page can be used by those who do not see it, do not hear it, or do not hold a mouse. */
@Tag("P14")
final class AccessibleTest {
  private static final Set<String> GRAVE = Set.of("serious", "critical");

  @RegisterExtension static final Browsers BROWSERS = new Browsers();

  static Stream<Look> looks() {
    return Stream.of(Look.PHONE.calm(), Look.DESKTOP.calm().inEnglish());
  }

  @ParameterizedTest
  @MethodSource("looks")
  void theCheckerFindsNothingGraveInAnyView(Look look) {
    Scene scene =
        Scene.set("누구나")
            .withNote("서연", "축하해!", "mint", 35, 50)
            .withNote("Alex", "Congratulations!", "sky", 273, 60);
    Page page = BROWSERS.open(look);
    page.navigate("/");
    page.locator(".hero").waitFor();
    check(page, "landing");
    page.navigate(scene.link());
    page.locator(".door").waitFor();
    check(page, "door");
    scene.comeIn(page, "하나");
    page.locator("rp-note").first().waitFor();
    check(page, "board");
    page.locator(".write").click();
    page.locator("rp-composer textarea").fill("쓰는 중");
    page.locator(".stick").first().click();
    check(page, "sheet of writing");
    page.locator("rp-composer [type=submit]").click();
    button(page, look.word("한 장씩 읽기", "Read one by one")).click();
    page.locator(".note.big").waitFor();
    check(page, "reader");

    Page owner = scene.asOwner(BROWSERS.open(look), look);
    button(owner, look.word("관리", "Manage")).click();
    owner.locator("rp-desk .rows").first().waitFor();
    check(owner, "desk");
    owner.navigate("/new");
    owner.locator("rp-settings input").first().waitFor();
    check(owner, "create");
    owner.navigate("/inbox");
    owner.locator("main .nothing").waitFor();
    check(owner, "inbox");
  }

  private static void check(Page page, String view) {
    List<Rule> found =
        new AxeBuilder(page)
            .analyze().getViolations().stream()
                .filter(rule -> GRAVE.contains(rule.getImpact()))
                .toList();
    assertThat(found)
        .as("what axe finds in: %s", view)
        .extracting(rule -> rule.getId() + " " + rule.getNodes().getFirst().getHtml())
        .isEmpty();
  }

  @Test
  void nothingOnAPhoneIsTooSmallToTouchOrToRead() {
    Scene scene = Scene.set("손가락").withNote("서연", "축하해!", "mint", 35, 50);
    Page page = scene.comeIn(BROWSERS.open(Look.PHONE), "하나");
    page.locator("rp-note").first().waitFor();
    assertThat(small(page)).isEmpty();
    button(page, "종이 전체 보기").click();
    assertThat(page.locator(".frame")).hasClass("frame flat");
    assertThat(small(page)).isEmpty();
    page.locator(".write").click();
    assertThat(small(page)).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static List<String> small(Page page) {
    return (List<String>)
        page.evaluate(
            """
            () => {
              const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getBoundingClientRect().right > 0;
              const targets = [...document.querySelectorAll('button, a[href], select, textarea, input:not([type=radio])')].filter(seen)
                .filter((element) => { const { width, height } = element.getBoundingClientRect(); return width < 43.5 || height < 43.5; });
              const texts = [...document.querySelectorAll('.words, .author, p, label, span, small, button')].filter(seen)
                .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && parseFloat(getComputedStyle(element).fontSize) < 11.5);
              return [...targets, ...texts].map((element) => element.outerHTML.slice(0, 120));
            }
            """);
  }

  @Test
  void atTwiceTheSizeNothingIsCutOff() {
    Look look = Look.DESKTOP;
    Scene scene = Scene.set("크게").withNote("서연", "축하해!", "mint", 35, 50);
    Page page = BROWSERS.open(look);
    page.setViewportSize(look.width() / 2, look.height() / 2);
    scene.comeIn(page, "하나");
    for (String path : List.of("/", scene.address())) {
      page.navigate(path);
      page.locator("h1").first().waitFor();
      assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
          .as("no sideways scrolling of " + path)
          .isEqualTo(true);
    }
    page.locator(".write").click();
    assertThat(page.locator("rp-composer [type=submit]")).isInViewport();
  }
}
