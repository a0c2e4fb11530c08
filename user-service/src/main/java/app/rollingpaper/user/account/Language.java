package app.rollingpaper.user.account;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A language that Rolling Paper speaks. */
public enum Language {
  KOREAN("ko"),
  ENGLISH("en");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** As in BCP 47. */
  public String tag() {
    return tag;
  }

  static Optional<Language> of(String tag) {
    for (Language language : values()) {
      if (language.tag.equals(tag)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }

  /** What a browser asked for (the value of {@code Accept-Language}), as far as it can be had; otherwise English. */
  static Language preferred(String accepted) {
    try {
      List<Locale> spoken = List.of(Locale.of(KOREAN.tag), Locale.of(ENGLISH.tag));
      Locale best = Locale.lookup(Locale.LanguageRange.parse(accepted), spoken);
      return best == null ? ENGLISH : of(best.getLanguage()).orElse(ENGLISH);
    } catch (IllegalArgumentException malformed) {
      return ENGLISH;
    }
  }
}
