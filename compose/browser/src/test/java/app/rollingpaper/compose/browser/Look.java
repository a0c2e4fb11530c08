package app.rollingpaper.compose.browser;

import com.microsoft.playwright.options.ReducedMotion;

/** A window as somebody has it before them: how wide, touched or not, and in which language. */
record Look(
    String name, int width, int height, boolean touch, String locale, ReducedMotion motion) {
  static final Look PHONE = of("390", 390, 844, true);
  static final Look TABLET = of("820", 820, 1180, true);
  static final Look DESKTOP = of("1440", 1440, 900, false);

  private static Look of(String name, int width, int height, boolean touch) {
    return new Look(name, width, height, touch, "ko-KR", ReducedMotion.NO_PREFERENCE);
  }

  Look inEnglish() {
    return new Look(name, width, height, touch, "en-US", motion);
  }

  Look calm() {
    return new Look(name, width, height, touch, locale, ReducedMotion.REDUCE);
  }

  boolean isKorean() {
    return locale.startsWith("ko");
  }

  /** A word in the window's language. */
  String word(String korean, String english) {
    return isKorean() ? korean : english;
  }

  @Override
  public String toString() {
    return name + "-" + locale.substring(0, 2);
  }
}
