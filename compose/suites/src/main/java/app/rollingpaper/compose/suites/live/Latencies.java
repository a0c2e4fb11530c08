package app.rollingpaper.compose.suites.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times that were measured. Thread-safe. */
public final class Latencies {
  private static final double MILLI = 1e6;

  private final List<Long> nanos = new ArrayList<>();

  public synchronized void add(Duration latency) {
    nanos.add(latency.toNanos());
  }

  public synchronized int count() {
    return nanos.size();
  }

  /** What so many of a hundred did not exceed; nothing when nothing was measured. */
  public synchronized Duration percentile(double percent) {
    List<Long> sorted = nanos.stream().sorted().toList();
    int index = (int) Math.ceil(sorted.size() * percent / 100) - 1;
    return sorted.isEmpty() ? Duration.ZERO : Duration.ofNanos(sorted.get(Math.max(0, index)));
  }

  @Override
  public synchronized String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, at most %.1f ms (%d)",
        percentile(50).toNanos() / MILLI,
        percentile(99).toNanos() / MILLI,
        percentile(100).toNanos() / MILLI,
        nanos.size());
  }
}
