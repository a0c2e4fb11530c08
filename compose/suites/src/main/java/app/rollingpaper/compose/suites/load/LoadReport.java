package app.rollingpaper.compose.suites.load;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a load; times in milliseconds, from when a request should have been sent.
 *
 * @param errors by kind
 */
public record LoadReport(
    double rate,
    long good,
    Map<String, Long> errors,
    double p50,
    double p99,
    double p999,
    double slowest) {

  public long failed() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  public long sent() {
    return good + failed();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.0f/s: %d answered, %d failed %s, p50 %.1f, p99 %.1f, p99.9 %.1f, slowest %.0f ms",
        rate,
        good,
        failed(),
        new TreeMap<>(errors),
        p50,
        p99,
        p999,
        slowest);
  }
}
