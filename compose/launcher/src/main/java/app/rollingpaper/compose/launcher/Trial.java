package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.launcher.GatewayView.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Watches new instances against the old ones in the gateway's figures. They fail the trial when one of them is away, when a
 * larger share of their requests fails than 1 % above that of the old ones, or when they stay much slower for half a minute
 * once they are not spared any more: a virtual machine is slow at first, the longer the less the processors have to spare, and
 * that says nothing about a version. Used by one thread.
 */
final class Trial {
  private static final long FEWEST_FAILURES = 3;
  private static final double TOLERATED = 0.01;
  private static final double SLOWER = 3;
  private static final double SLOWER_MILLIS = 500;
  private static final double ENOUGH_PER_SECOND = 5;
  private static final double HARDLY_ANY_PER_SECOND = 1;
  private static final int SLOW_LOOKS = 60;

  private static final int LOOKS_AWAY = 4;
  private static final double PERCENT = 100;

  private final GatewayView gateway;
  private final List<Seat> fresh;
  private final List<Seat> old;
  private final Map<String, Figures> before;
  private int slow;
  private int away;
  private boolean settled;

  Trial(GatewayView gateway, List<Seat> fresh, List<Seat> old) {
    this.gateway = gateway;
    this.fresh = List.copyOf(fresh);
    this.old = List.copyOf(old);
    this.before = look();
  }

  /** What speaks against the new instances; empty when nothing does. */
  Optional<String> fault() {
    Map<String, Figures> now = look();
    if (now.isEmpty()) {
      // The gateway did not answer this time, which says nothing about the instances. One that has
      // never told of any will not tell when they are settled.
      settled = before.isEmpty();
      return Optional.empty();
    }
    List<Seat> missing =
        fresh.stream()
            .filter(seat -> !now.containsKey(seat.url()) || !now.get(seat.url()).isUp())
            .toList();
    away = missing.isEmpty() ? 0 : away + 1;
    if (away >= LOOKS_AWAY) {
      return Optional.of(missing.getFirst().name() + " does not take requests.");
    }
    long requests = grown(fresh, now, Count.REQUESTS);
    long failures = grown(fresh, now, Count.FAILURES);
    double share = share(failures, requests);
    double oldShare = share(grown(old, now, Count.FAILURES), grown(old, now, Count.REQUESTS));
    if (failures >= FEWEST_FAILURES && share > oldShare + TOLERATED) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%d of %d requests to the new instances failed (%.1f %%), of those to the old ones %.1f %%.",
              failures,
              requests,
              share * PERCENT,
              oldShare * PERCENT));
    }
    settled = isSettled(now);
    double time = slowest(fresh, now);
    double oldTime = slowest(old, now);
    boolean isSlow = oldTime > 0 && time > Math.max(oldTime * SLOWER, oldTime + SLOWER_MILLIS);
    slow = settled && isSlow ? slow + 1 : 0;
    return slow >= SLOW_LOOKS
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the new instances' p99 is %.0f ms, the old ones' %.0f ms.",
                time,
                oldTime))
        : Optional.empty();
  }

  /** Whether the new instances were much slower than the old ones when they were last looked at. */
  boolean isSlow() {
    return slow > 0;
  }

  /** Whether the new instances were given all of their share when they were last looked at, or nobody asks anything. */
  boolean isSettled() {
    return settled;
  }

  private boolean isSettled(Map<String, Figures> now) {
    double requests = now.values().stream().mapToDouble(Figures::requestsPerSecond).sum();
    return requests < HARDLY_ANY_PER_SECOND
        || fresh.stream()
            .map(seat -> now.get(seat.url()))
            .allMatch(figures -> figures != null && figures.share() >= 1);
  }

  private enum Count {
    REQUESTS,
    FAILURES;

    long of(Figures figures) {
      return this == REQUESTS ? figures.requests() : figures.failures();
    }
  }

  private Map<String, Figures> look() {
    return gateway.instances().stream()
        .collect(Collectors.toMap(Figures::url, figures -> figures, (one, same) -> one));
  }

  private long grown(List<Seat> seats, Map<String, Figures> now, Count count) {
    long sum = 0;
    for (Seat seat : seats) {
      Figures figures = now.get(seat.url());
      Figures first = before.get(seat.url());
      if (figures != null) {
        sum += count.of(figures) - (first == null ? 0 : count.of(first));
      }
    }
    return sum;
  }

  private static double slowest(List<Seat> seats, Map<String, Figures> now) {
    return seats.stream()
        .map(seat -> now.get(seat.url()))
        .filter(figures -> figures != null && figures.requestsPerSecond() >= ENOUGH_PER_SECOND)
        .mapToDouble(Figures::p99Ms)
        .max()
        .orElse(0);
  }

  private static double share(long part, long whole) {
    return whole <= 0 ? 0 : (double) part / whole;
  }
}
