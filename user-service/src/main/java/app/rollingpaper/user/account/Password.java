package app.rollingpaper.user.account;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A password that somebody typed. Keyboards spell the same Hangul in different code points, so it is brought into one form
 * first (NFKC, as NIST SP 800-63B asks). Long and unusual is all that is wanted of it; no rules about kinds of characters.
 */
record Password(String text) {
  private static final int SHORTEST = 10;
  private static final int LONGEST = 128;
  private static final Set<String> COMMON = common();

  static Password typed(String text) {
    return new Password(Normalizer.normalize(text, Normalizer.Form.NFKC));
  }

  /** Whether it could be anybody's at all. */
  boolean possible() {
    int characters = text.codePointCount(0, text.length());
    return characters >= SHORTEST
        && characters <= LONGEST
        && text.codePoints().noneMatch(Password::unfit);
  }

  /** Why it must not become the password of the account with that address; nothing when it may. */
  Optional<String> objection(Email email) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (!possible()) {
      return Optional.of("must have " + SHORTEST + " to " + LONGEST + " characters");
    }
    if (lower.equals(email.text())) {
      return Optional.of("must not be the e-mail address");
    }
    return COMMON.contains(lower) || lower.codePoints().distinct().count() == 1
        ? Optional.of("is one of the passwords that are guessed first")
        : Optional.empty();
  }

  /** NUL and halves of surrogate pairs are no characters. */
  private static boolean unfit(int codePoint) {
    return codePoint == 0
        || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static Set<String> common() {
    try (InputStream list = Password.class.getResourceAsStream("common-passwords.txt")) {
      if (list == null) {
        throw new IllegalStateException("common-passwords.txt is missing");
      }
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
