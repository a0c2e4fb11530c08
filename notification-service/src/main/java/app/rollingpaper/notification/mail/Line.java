package app.rollingpaper.notification.mail;

import java.text.BreakIterator;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes what people typed fit for one line of a mail. */
final class Line {
  /** Line ends and other controls, and marks that make text run the other way and so say something else than it seems to. */
  private static final Pattern UNFIT =
      Pattern.compile(
          "[\\p{Cc}\\u2028\\u2029\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFFF9-\\uFFFB]+");

  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** A character as people count it may consist of any number of code points. */
  private static final int UNITS = 16;

  private Line() {}

  /** One line of at most that many characters as people count them, ending in … where it was longer. */
  static String of(String text, int most) {
    String line = SPACES.matcher(UNFIT.matcher(text).replaceAll(" ")).replaceAll(" ").strip();
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(line);
    int end = 0;
    for (int count = 0; count < most; count++) {
      int next = characters.next();
      if (next == BreakIterator.DONE) {
        return line;
      }
      if (next > most * UNITS) {
        break;
      }
      end = next;
    }
    return end == line.length() ? line : line.substring(0, end).strip() + "…";
  }

  /** The same text as HTML, also within a quoted attribute. */
  static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
