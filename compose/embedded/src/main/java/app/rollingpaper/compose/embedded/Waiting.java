package app.rollingpaper.compose.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions that nobody announces. */
public final class Waiting {
  private static final long STEP_MILLIS = 10;

  private Waiting() {}

  /** Looks every 10 ms whether the condition holds; false when it did not within the limit or the thread was interrupted. */
  public static boolean until(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(STEP_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
