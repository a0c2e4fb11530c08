package app.rollingpaper.compose.suites;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the clients of a run met. Thread-safe. */
public final class Tally {
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder repeats = new LongAdder();
  private final ConcurrentMap<String, LongAdder> resent = new ConcurrentHashMap<>();

  void acknowledged() {
    acknowledged.increment();
  }

  /** Something that had been done already was recognised when it came again. */
  void repeatRecognised() {
    repeats.increment();
  }

  void resent(String cause) {
    resent.computeIfAbsent(cause, _ -> new LongAdder()).increment();
  }

  public long acknowledgedCount() {
    return acknowledged.sum();
  }

  public long resentCount() {
    return resent.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** How often something was sent again, by what the try before had come to. */
  public Map<String, Long> resentByCause() {
    Map<String, Long> counts = new TreeMap<>();
    resent.forEach((cause, count) -> counts.put(cause, count.sum()));
    return counts;
  }

  @Override
  public String toString() {
    return acknowledged.sum()
        + " changes acknowledged, "
        + resentCount()
        + " times sent again "
        + resentByCause()
        + ", "
        + repeats.sum()
        + " repeats recognised";
  }
}
