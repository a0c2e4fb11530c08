package app.rollingpaper.user.account;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name as others see it: 1 to 40 characters as a person counts them (grapheme clusters: a family emoji is one), in one
 * line and in Unicode's composed form.
 */
public record Name(String text) {
  private static final int MOST_GRAPHEMES = 40;

  /** A grapheme may be built of any number of code points; nobody's name is. */
  private static final int LONGEST = 640;

  /** Control characters, line separators and marks that turn the direction of the text around them. */
  private static final Pattern UNFIT =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cn}\\u202A-\\u202E\\u2066-\\u2069]");

  private static final Pattern VISIBLE = Pattern.compile("[^\\p{Z}\\p{Cf}\\p{M}]");

  static Optional<Name> of(String typed) {
    if (typed.length() > 2 * LONGEST) {
      return Optional.empty();
    }
    String text = Normalizer.normalize(typed, Normalizer.Form.NFC).strip();
    boolean fits =
        text.length() <= LONGEST
            && VISIBLE.matcher(text).find()
            && !UNFIT.matcher(text).find()
            && graphemes(text) <= MOST_GRAPHEMES;
    return fits ? Optional.of(new Name(text)) : Optional.empty();
  }

  private static int graphemes(String text) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    int count = 0;
    while (characters.next() != BreakIterator.DONE) {
      count++;
    }
    return count;
  }
}
