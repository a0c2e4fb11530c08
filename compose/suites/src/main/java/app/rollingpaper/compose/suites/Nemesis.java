package app.rollingpaper.compose.suites;

import app.rollingpaper.compose.embedded.Waiting;
import app.rollingpaper.compose.launcher.RollingPaper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Kills processes (SIGKILL) while others work after pauses that its seed decides, and waits for the system to recover. */
public final class Nemesis {
  private static final int LEAST_PEACE_MILLIS = 200;
  private static final int MOST_PEACE_MILLIS = 1_200;

  private final RollingPaper system;
  private final BooleanSupplier whole;
  private final Duration patience;
  private final Random random;

  /**
   * @param whole whether the system serves again, as its users see it
   * @param patience how long it may take to recover by itself
   */
  public Nemesis(RollingPaper system, BooleanSupplier whole, Duration patience, long seed) {
    this.system = system;
    this.whole = whole;
    this.patience = patience;
    this.random = new Random(seed);
  }

  /** What was killed, and how long it took until everything served again. */
  public record Strike(String process, Duration recovery) {
    @Override
    public String toString() {
      return process + " back after " + recovery.toMillis() + " ms";
    }
  }

  /**
   * Kills these processes one after the other, each when the system has recovered from the one before.
   *
   * @throws AssertionError when the system does not recover in time
   */
  public List<Strike> strike(List<String> processes) {
    List<Strike> strikes = new ArrayList<>();
    for (String process : processes) {
      peace();
      strikes.add(kill(process));
    }
    return strikes;
  }

  private Strike kill(String name) {
    RollingPaper.RunningProcess before = system.process(name);
    long began = System.nanoTime();
    system.kill(name);
    boolean recovered = Waiting.until(patience, () -> isBack(before) && whole.getAsBoolean());
    Duration recovery = Duration.ofNanos(System.nanoTime() - began);
    if (!recovered) {
      throw new AssertionError(
          "killed "
              + name
              + ", and after "
              + patience.toSeconds()
              + " s there is: "
              + system.processes());
    }
    return new Strike(name, recovery);
  }

  private boolean isBack(RollingPaper.RunningProcess before) {
    RollingPaper.RunningProcess now = system.process(before.name());
    return now.state().equals("READY") && now.pid() > 0 && now.pid() != before.pid();
  }

  // Without some work between them, faults would only meet a system that is doing nothing.
  private void peace() {
    try {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LEAST_PEACE_MILLIS, MOST_PEACE_MILLIS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
