package app.rollingpaper.user.limit;

import java.time.Duration;
import java.util.Locale;

/** All limits of this service. Limits by network address are the gateway's: here every request comes from it. */
public enum Limit {
  /** Wrong passwords for one e-mail address. Signing in is worth more than counting: it goes on without Redis. */
  SIGN_IN_FAILURES(20, Duration.ofMinutes(1), true);

  private final int burst;
  private final Duration oneEvery;
  private final boolean failsOpen;

  Limit(int burst, Duration oneEvery, boolean failsOpen) {
    this.burst = burst;
    this.oneEvery = oneEvery;
    this.failsOpen = failsOpen;
  }

  /** How many at once after a rest. */
  int burst() {
    return burst;
  }

  /** How long until one more is allowed. */
  Duration oneEvery() {
    return oneEvery;
  }

  /** Whether everything is allowed while nobody can count. */
  boolean failsOpen() {
    return failsOpen;
  }

  String tag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
