package app.rollingpaper.notification.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.swing.text.MutableAttributeSet;
import javax.swing.text.html.HTML;
import javax.swing.text.html.HTMLEditorKit.ParserCallback;
import javax.swing.text.html.parser.ParserDelegator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P12")
final class LetterTest {
  private static final String LINK = "https://rolling-paper.example/p/1#c2VjcmV0";

  private static DeliveredPaper paper(
      String title, String sender, String recipient, int notes, String locale) {
    return new DeliveredPaper(
        title, notes, sender, recipient, "to@example.org", locale, URI.create(LINK));
  }

  @Test
  void itSpeaksKorean() {
    Letter letter = Letter.of(paper("생일 축하해! 🎂", "지우", "민준", 23, "ko"));

    assertThat(letter.language()).isEqualTo("ko");
    assertThat(letter.subject()).isEqualTo("지우님이 롤링페이퍼를 보냈어요: 생일 축하해! 🎂");
    assertThat(letter.plain()).contains("민준님께", "쪽지 23장이 기다리고 있어요.", "생일 축하해! 🎂", LINK);
    assertThat(letter.html()).contains("lang=\"ko\"", "민준님께", "쪽지 23장", "href=\"" + LINK + "\"");
  }

  @Test
  void itSpeaksEnglishAndSoToEverybodyElse() {
    for (String locale : List.of("en", "en-GB", "fr", "", "koi")) {
      Letter letter = Letter.of(paper("Farewell", "Ann", "Bob", 1, locale));

      assertThat(letter.language()).isEqualTo("en");
      assertThat(letter.subject()).isEqualTo("Ann has a rolling paper for you: Farewell");
      assertThat(letter.plain()).contains("Dear Bob,", "One note is waiting for you.", LINK);
      assertThat(letter.html()).contains("lang=\"en\"", "Open your paper");
    }
    assertThat(Letter.of(paper("t", "s", "r", 0, "en")).plain())
        .contains("It is ready for you to open.");
  }

  @Test
  @Tag("P09")
  void thanksArePassedOnInBothLanguages() {
    URI url = URI.create("https://rolling-paper.example/p/1");
    Letter korean =
        Letter.of(new ThankedPaper("생일 <축하>해! 🎂", "민준", "하나", "to@example.org", "ko", url));
    assertThat(korean.subject()).isEqualTo("민준님이 고맙다고 전했어요: 생일 <축하>해! 🎂");
    assertThat(korean.plain()).contains("하나님께", "고마움의 한마디", url.toString());
    assertThat(korean.html()).contains("생일 &lt;축하&gt;해!", "href=\"" + url + "\"");
    Letter english =
        Letter.of(new ThankedPaper("Farewell", "Bob", "Ann", "to@example.org", "en", url));
    assertThat(english.subject()).isEqualTo("Bob says thank you: Farewell");
    assertThat(english.plain()).contains("Dear Ann,", "A word of thanks is waiting for you.");
    assertThat(english.html()).doesNotContain("{", "}", "<img", "<script");
  }

  @Test
  void nothingOfItComesFromElsewhereOrRuns() {
    String html = Letter.of(paper("t", "s", "r", 2, "en")).html();
    assertThat(html).doesNotContain("<img", "<script", "<link", "url(", "@import", "{", "}");
  }

  @Test
  void whatPeopleTypedIsTextAndNothingElse() {
    String hostile =
        "\"><script>alert(1)</script><a href='https://evil.example'>{link} $1 \\ &amp;";
    Letter letter = Letter.of(paper(hostile, hostile, hostile, 2, "ko"));

    assertThat(elements(letter.html()))
        .isEqualTo(elements(Letter.of(paper("t", "s", "r", 2, "ko")).html()));
    assertThat(letter.html())
        .doesNotContain("<script>", "<a href='")
        .contains("&lt;script&gt;", "&amp;amp;", "{link} $1 \\");
    assertThat(letter.plain()).contains(hostile);
  }

  @Test
  void aTitleOfManyLinesIsOne() {
    Letter letter =
        Letter.of(paper("t\r\nBcc: all@example.org\r\n\r\nhello", "s\nx", "r\r\nCc: y", 2, "en"));
    assertThat(letter.subject())
        .isEqualTo("s x has a rolling paper for you: t Bcc: all@example.org hello");
    assertThat(letter.plain()).contains("Dear r Cc: y,").doesNotContain("\r");
  }

  @Test
  void aVeryLongTitleIsCutWhereAPersonWouldCutIt() {
    Letter letter = Letter.of(paper("한".repeat(200), "글".repeat(200), "나".repeat(200), 2, "ko"));
    assertThat(letter.subject())
        .isEqualTo("글".repeat(60) + "…님이 롤링페이퍼를 보냈어요: " + "한".repeat(60) + "…");
    assertThat(letter.html()).contains("한".repeat(120) + "…").doesNotContain("한".repeat(121));
  }

  @Test
  void aLinkThatIsNoneOfTheWebIsRefused() {
    for (String link :
        List.of("javascript:alert(1)", "mailto:a@example.org", "/p/1", "https:///p")) {
      DeliveredPaper paper =
          new DeliveredPaper("t", 1, "s", "r", "to@example.org", "ko", URI.create(link));
      assertThatThrownBy(() -> Letter.of(paper)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** The elements of a page with the names of their attributes and where they lead. */
  private static List<String> elements(String html) {
    List<String> found = new ArrayList<>();
    ParserCallback listener =
        new ParserCallback() {
          @Override
          public void handleStartTag(HTML.Tag tag, MutableAttributeSet attributes, int position) {
            found.add(tag + " " + attributes.getAttribute(HTML.Attribute.HREF));
          }

          @Override
          public void handleSimpleTag(HTML.Tag tag, MutableAttributeSet attributes, int position) {
            found.add(tag.toString());
          }
        };
    try {
      new ParserDelegator().parse(new StringReader(html), listener, true);
    } catch (java.io.IOException impossible) {
      throw new AssertionError(impossible);
    }
    return found;
  }
}
