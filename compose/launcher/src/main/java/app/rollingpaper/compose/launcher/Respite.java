package app.rollingpaper.compose.launcher;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Waits until the machine has something to spare: for one more process, or for what is left when one goes. What was started
 * a moment ago takes several times as much for each request as it will later.
 */
final class Respite {
  /** Processors. */
  private static final double ENOUGH = 0.4;

  private static final double CLEARLY_ENOUGH = 0.8;
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Where it may be too little, a moment with few requests is not enough to go on. */
  private static final Duration LONGER_LOOK = Duration.ofSeconds(4);

  private static final Duration LONGEST_STEP = Duration.ofSeconds(20);

  private static final String NONE =
      "the machine has no time to spare for it, and those who ask would be kept waiting."
          + " (--patience=10m waits longer, --regardless does it all the same.)";

  private final ToDoubleFunction<Duration> spareOver;
  private final Duration patience;
  private final boolean regardless;

  /**
   * @param spareOver how many processors are to spare from now on for so long, told when that time is over
   * @param patience for how long it is waited for enough of them
   * @param regardless whether nothing is to be said against going on without
   */
  Respite(ToDoubleFunction<Duration> spareOver, Duration patience, boolean regardless) {
    this.spareOver = spareOver;
    this.patience = patience;
    this.regardless = regardless;
  }

  /** As somebody wants it for a deploy on this machine; where nobody asks, nobody is kept waiting. */
  static Respite of(DeployRequest request, GatewayView gateway) {
    return new Respite(
        new Processors()::spareOver,
        request.patience(),
        request.regardless() || !gateway.isAsked());
  }

  /** Waits for enough to spare; what speaks against going on when there is none, as long as that costs little. */
  Optional<String> objection(Consumer<String> say) {
    if (!regardless) {
      return comes(say) ? Optional.empty() : Optional.of(NONE);
    }
    await(say);
    return Optional.empty();
  }

  /** Waits for enough to spare, and goes on without it when going back would ask as much of the machine. */
  void await(Consumer<String> say) {
    if (!comes(say)) {
      say.accept("Going on all the same");
    }
  }

  private boolean comes(Consumer<String> say) {
    long end = System.nanoTime() + patience.toNanos();
    if (spareOver.applyAsDouble(LOOK) >= CLEARLY_ENOUGH) {
      return true;
    }
    double spare = spareOver.applyAsDouble(LONGER_LOOK);
    if (spare < ENOUGH) {
      say.accept(
          String.format(
              Locale.ROOT,
              "Waiting until the machine has time to spare: %.1f processors are, %.1f are needed",
              spare,
              ENOUGH));
      spare = lookUntil(end, LONGER_LOOK);
    }
    return spare >= ENOUGH;
  }

  /** Lets some time go by, and up to {@link #LONGEST_STEP} until enough was to spare over so long. */
  void awaitAfter(Duration time) {
    lookUntil(System.nanoTime() + LONGEST_STEP.toNanos(), time);
  }

  /** Looks again and again until there is enough to spare or the time is over; how much there was at last. */
  private double lookUntil(long end, Duration look) {
    double spare;
    do {
      spare = spareOver.applyAsDouble(look);
    } while (spare < ENOUGH
        && System.nanoTime() - end < 0
        && !Thread.currentThread().isInterrupted());
    return spare;
  }
}
