package app.rollingpaper.compose.suites.live;

import java.time.Duration;

/** How fast ops may be sent: somewhat less than the server allows, because clocks differ. Not thread-safe. */
final class OpRate {
  private static final double SHARE = 0.9;
  private static final double SECOND = 1e9;

  private final double perNano;
  private final double most;
  private double tokens;
  private long at;

  OpRate(Welcome.Limits limits, long now) {
    this.perNano = limits.ops() * SHARE / SECOND;
    this.most = Math.max(1, limits.burst() * SHARE);
    this.tokens = most;
    this.at = now;
  }

  /** Takes one when there is one; otherwise how long until there is. */
  Duration take(long now) {
    tokens = Math.min(most, tokens + (now - at) * perNano);
    at = now;
    if (tokens < 1) {
      return Duration.ofNanos((long) Math.ceil((1 - tokens) / perNano));
    }
    tokens--;
    return Duration.ZERO;
  }
}
