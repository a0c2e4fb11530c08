package app.rollingpaper.notification.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P12")
final class LineTest {
  @Test
  void lineEndsAndControlsBecomeOneSpace() {
    assertThat(Line.of("a\r\nBcc: x@example.org\u2028b\u0000\t c\u0085d", 100))
        .isEqualTo("a Bcc: x@example.org b c d");
  }

  @Test
  void marksThatTurnTextAroundAreLeftOut() {
    assertThat(Line.of("\u202Eevil\u202C \u2066x\u2069", 100)).isEqualTo("evil x");
  }

  @Test
  void charactersAreCountedAsPeopleCountThem() {
    String family = "👨‍👩‍👧‍👦";
    assertThat(Line.of(family.repeat(3), 3)).isEqualTo(family.repeat(3));
    assertThat(Line.of("가".repeat(200), 60)).isEqualTo("가".repeat(60) + "…");
    assertThat(Line.of("🇰🇷🇰🇷🇰🇷", 2)).isEqualTo("🇰🇷🇰🇷…");
  }

  @Test
  void oneCharacterOfAThousandMarksIsNotLetThrough() {
    assertThat(Line.of("a" + "\u0301".repeat(1_000), 10)).isEqualTo("…");
  }

  @Test
  void htmlHasNoMeaningLeft() {
    assertThat(Line.html("<script>alert(\"1\" & '2')</script>"))
        .isEqualTo("&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;");
  }
}
