package app.rollingpaper.gateway.limit;

import java.time.Duration;
import java.util.Locale;

/** Everything that one network address may do only so often: what a stranger can ask for without a token. */
public enum Limit {
  SIGN_UP(3_000, Duration.ofMinutes(1), true),
  SIGN_IN(3_000, Duration.ofMinutes(1), true),
  /** A link's secret for a guest's token. */
  GUEST(6_000, Duration.ofMinutes(1), true);

  private final Rate usual;
  private final boolean failsOpen;

  Limit(int requests, Duration within, boolean failsOpen) {
    this.usual = new Rate(requests, within);
    this.failsOpen = failsOpen;
  }

  /** How often, unless somebody sets it otherwise. */
  public Rate usual() {
    return usual;
  }

  /** Whether, when Redis is away, it is counted by each gateway for itself; otherwise it is refused. */
  boolean failsOpen() {
    return failsOpen;
  }

  String tag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** So many within a time, all of them at once if need be. */
  public record Rate(int requests, Duration within) {}
}
