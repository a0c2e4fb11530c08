package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.Waiting;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Waits until the machine has something to spare: for one more process, or for what is left when one goes. What was started
 * a moment ago still compiles itself on the processors that answer people, and takes several times as much for each request
 * until it has.
 */
final class Respite {
  private static final double ENOUGH = 0.4;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final OperatingSystemMXBean machine =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Returns when enough was idle for some seconds, or after a while nevertheless. */
  void await(Consumer<String> say) {
    long end = System.nanoTime() + LIMIT.toNanos();
    double idle = idle();
    if (idle < ENOUGH) {
      say.accept("Waiting until the machine has time to spare: " + told(idle));
    }
    while (idle < ENOUGH
        && System.nanoTime() - end < 0
        && !Thread.currentThread().isInterrupted()) {
      idle = idle();
    }
    if (idle < ENOUGH) {
      say.accept("Going on nevertheless: " + told(idle));
    }
  }

  private double idle() {
    // It tells the load since it was asked before.
    machine.getCpuLoad();
    Waiting.until(LOOK, LOOK, () -> false);
    return (1 - machine.getCpuLoad()) * machine.getAvailableProcessors();
  }

  private static String told(double processors) {
    return String.format(Locale.ROOT, "%.1f processors are idle", processors);
  }
}
