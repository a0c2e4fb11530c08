package app.rollingpaper.compose.suites.live;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a client waits for what.
 *
 * @param firstPause the longest pause after a first failed attempt; doubled with each that follows
 * @param longestPause which no pause is longer than
 * @param patience for an answer: the handshake, the welcome, a pong, a snapshot
 * @param steady a connection that held this long was a good one
 * @param grace a connection that is back by then was not away
 */
public record Timing(
    Duration firstPause,
    Duration longestPause,
    Duration patience,
    Duration steady,
    Duration grace) {
  private static final int MOST_DOUBLINGS = 10;

  /** As on the page. */
  public static final Timing USUAL =
      new Timing(
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMillis(2_500));

  /** The longest pause after so many failures in a row. */
  Duration longest(int failures) {
    long doubled = firstPause.toMillis() << Math.clamp(failures - 1, 0, MOST_DOUBLINGS);
    return Duration.ofMillis(Math.min(longestPause.toMillis(), doubled));
  }

  /** A pause before the next attempt, anywhere up to the longest, so that those who fell together do not rise together. */
  Duration pause(int failures, RandomGenerator random) {
    return Duration.ofMillis((long) (random.nextDouble() * longest(failures).toMillis()));
  }
}
