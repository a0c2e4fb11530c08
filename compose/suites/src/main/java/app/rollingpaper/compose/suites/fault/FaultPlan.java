package app.rollingpaper.compose.suites.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Faults and when each begins; each ends after its time, in any case, and those that need the others gone at last. */
public final class FaultPlan {
  private static final int LATEST_MILLIS = 800;

  private final List<Step> steps;

  private FaultPlan(List<Step> steps) {
    this.steps = steps;
  }

  private record Step(Fault fault, Duration after) {}

  /** Begins at moments that chance decides. */
  public static FaultPlan of(List<Fault> faults, Random random) {
    return new FaultPlan(
        faults.stream()
            .map(fault -> new Step(fault, Duration.ofMillis(random.nextInt(LATEST_MILLIS))))
            .toList());
  }

  public List<Fault> faults() {
    return steps.stream().map(Step::fault).toList();
  }

  /**
   * Lets all of it happen, and returns when everything is right again.
   *
   * @throws IllegalStateException when something could not be put right
   */
  public void carryOut() {
    Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    together(steps, failures, FaultPlan::strike);
    together(
        steps.stream().filter(step -> step.fault().last()).toList(),
        failures,
        step -> step.fault().end().run());
    if (!failures.isEmpty()) {
      IllegalStateException failure = new IllegalStateException(this + " was not put right");
      failures.forEach(failure::addSuppressed);
      throw failure;
    }
  }

  private static void strike(Step step) {
    Fault fault = step.fault();
    pause(step.after());
    try {
      fault.begin().run();
      pause(fault.lasting());
    } finally {
      if (!fault.last()) {
        fault.end().run();
      }
    }
  }

  private interface Deed {
    void on(Step step);
  }

  private static void together(List<Step> steps, Queue<RuntimeException> failures, Deed deed) {
    List<Thread> threads = new ArrayList<>();
    for (Step step : steps) {

      threads.add(
          Thread.ofVirtual()
              .name(step.fault().kind())
              .start(
                  () -> {
                    try {
                      deed.on(step);
                    } catch (RuntimeException failure) {
                      failures.add(failure);
                    }
                  }));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return faults().toString();
  }
}
