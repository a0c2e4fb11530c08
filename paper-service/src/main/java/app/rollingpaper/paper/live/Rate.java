package app.rollingpaper.paper.live;

/** How much of something one connection may do: so many a second, and so many at once. Not thread-safe. */
final class Rate {
  private final double perNano;
  private final int burst;
  private double left;
  private long at;

  Rate(int perSecond, int burst, long now) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.left = burst;
    this.at = now;
  }

  /** Takes one, if there is one left. */
  boolean take(long now) {
    left = Math.min(burst, left + (now - at) * perNano);
    at = now;
    if (left < 1) {
      return false;
    }
    left -= 1;
    return true;
  }
}
