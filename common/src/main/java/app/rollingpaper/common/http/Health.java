package app.rollingpaper.common.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/**
 * Whether an instance may be sent requests: it has started, is not draining, and its critical parts answer. The parts are
 * asked once a second in the background, so that asking for the verdict never waits. Thread-safe.
 */
public final class Health implements AutoCloseable {
  /** A part that fails this often in a row makes the instance not ready; a shorter absence is answered by 503s. */
  private static final int FAILURES = 5;

  private final List<Part> parts = new CopyOnWriteArrayList<>();
  private volatile boolean started;
  private volatile boolean draining;
  private volatile long drainingSince;

  private static final class Part {
    final String name;
    final boolean critical;
    final Thread watcher;
    volatile boolean answers;
    volatile boolean everAnswered;
    volatile int failures;

    Part(String name, boolean critical, BooleanSupplier check) {
      this.name = name;
      this.critical = critical;
      this.watcher = Thread.ofVirtual().name("health-" + name).unstarted(() -> watch(check));
    }

    private void watch(BooleanSupplier check) {
      try {
        while (true) {
          boolean now;
          try {
            now = check.getAsBoolean();
          } catch (RuntimeException failed) {
            now = false;
          }
          failures = now ? 0 : failures + 1;
          everAnswered |= now;
          answers = now;
          Thread.sleep(everAnswered ? 1_000 : 100);
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    }

    boolean allowsReady() {
      return !critical || everAnswered && failures < FAILURES;
    }
  }

  /** Adds a part without which the instance is of no use. */
  public Health critical(String name, BooleanSupplier answers) {
    return add(new Part(name, true, answers));
  }

  /** Adds a part whose absence is shown but survived. */
  public Health optional(String name, BooleanSupplier answers) {
    return add(new Part(name, false, answers));
  }

  private Health add(Part part) {
    parts.add(part);
    part.watcher.start();
    return this;
  }

  /** The port is open and everything is wired. */
  public void started() {
    started = true;
  }

  /** The instance is about to go: no new requests, please. */
  public void drain() {
    if (!draining) {
      drainingSince = System.nanoTime();
      draining = true;
    }
  }

  /** The instance stays after all. */
  public void restore() {
    draining = false;
  }

  public boolean draining() {
    return draining;
  }

  /** For how long the instance has been asking for no more requests. */
  Duration drainingFor() {
    return draining ? Duration.ofNanos(System.nanoTime() - drainingSince) : Duration.ZERO;
  }

  public boolean ready() {
    return started && !draining && parts.stream().allMatch(Part::allowsReady);
  }

  /** The verdict and each part's state, for operators. */
  Map<String, Object> report() {
    Map<String, Object> states = new LinkedHashMap<>();
    for (Part part : parts) {
      states.put(part.name, part.answers ? "up" : "down");
    }
    String status = ready() ? "ready" : draining ? "draining" : "not ready";
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("status", status);
    report.put("parts", states);
    return report;
  }

  @Override
  public void close() {
    parts.forEach(part -> part.watcher.interrupt());
  }
}
