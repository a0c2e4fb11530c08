package app.rollingpaper.compose.launcher;

import java.util.Locale;

/** Which side of a deploy an instance is on. */
enum Colour {
  BLUE,
  GREEN;

  Colour other() {
    return this == BLUE ? GREEN : BLUE;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
