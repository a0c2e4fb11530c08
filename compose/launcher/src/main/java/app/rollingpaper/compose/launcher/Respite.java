package app.rollingpaper.compose.launcher;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Waits until the machine has something to spare: for one more process, or for what is left when one goes. What was started
 * a moment ago takes several times as much for each request as it will later.
 */
final class Respite {
  private static final double ENOUGH = 0.4;
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Once there was too little, a moment without requests is not enough to go on. */
  private static final Duration LONGER_LOOK = Duration.ofSeconds(4);

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration LONGEST_STEP = Duration.ofSeconds(20);

  private final Processors processors = new Processors();

  /** Returns when enough was to spare for some seconds, or after a while nevertheless. */
  void await(Consumer<String> say) {
    long end = System.nanoTime() + LIMIT.toNanos();
    double spare = processors.spareOver(LOOK);
    if (spare < ENOUGH) {
      say.accept("Waiting until the machine has time to spare: " + told(spare));
      spare = lookUntil(end, LONGER_LOOK);
    }
    if (spare < ENOUGH) {
      say.accept("Going on nevertheless: " + told(spare));
    }
  }

  /** Lets some time go by, and up to {@link #LONGEST_STEP} until enough was to spare over so long. */
  void awaitAfter(Duration time) {
    lookUntil(System.nanoTime() + LONGEST_STEP.toNanos(), time);
  }

  /** Looks again and again until there is enough to spare or the time is over; how much there was at last. */
  private double lookUntil(long end, Duration look) {
    double spare;
    do {
      spare = processors.spareOver(look);
    } while (spare < ENOUGH
        && System.nanoTime() - end < 0
        && !Thread.currentThread().isInterrupted());
    return spare;
  }

  private static String told(double processors) {
    return String.format(Locale.ROOT, "%.1f processors are to spare", processors);
  }
}
