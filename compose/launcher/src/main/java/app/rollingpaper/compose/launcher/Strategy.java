package app.rollingpaper.compose.launcher;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the instances of one version are exchanged for those of another. */
public enum Strategy {
  /** One after the other is drained, stopped and started anew on its ports: needs no room, takes one away for a while. */
  IN_PLACE,
  /** One more is started, then one drained and stopped, until all are new. */
  ROLLING,
  /** As many again are started, given the requests step by step, and the old ones stopped when the new ones have proved themselves. */
  BLUE_GREEN,
  /** Each is started anew on another port under its own name, so that no paper changes its instance; the old process finishes. */
  SWITCH_PORT;

  /** As on the command line: {@code blue-green}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Strategy> named(String word) {
    return Arrays.stream(values()).filter(strategy -> strategy.word().equals(word)).findFirst();
  }
}
