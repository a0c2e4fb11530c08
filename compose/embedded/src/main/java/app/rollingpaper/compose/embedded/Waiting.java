package app.rollingpaper.compose.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions that nobody announces. */
public final class Waiting {
  private static final Duration STEP = Duration.ofMillis(10);

  private Waiting() {}

  /** Looks every 10 ms; false when the condition did not hold within the limit or the thread was interrupted. */
  public static boolean until(Duration limit, BooleanSupplier condition) {
    return until(limit, STEP, condition);
  }

  /** The same, looking less often. */
  public static boolean until(Duration limit, Duration step, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(step);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
