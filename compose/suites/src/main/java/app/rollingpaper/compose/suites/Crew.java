package app.rollingpaper.compose.suites;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Writers at work, each at its pace on a thread of its own. */
public final class Crew {
  private final ScheduledExecutorService threads;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private Crew(int size) {
    threads =
        Executors.newScheduledThreadPool(
            size, Thread.ofPlatform().daemon().name("writer-", 0).factory());
  }

  /** Lets the writers work from now on, each with that pause between two of its changes. */
  public static Crew start(List<? extends Writer> writers, Duration pause) {
    Crew crew = new Crew(writers.size());
    for (Writer writer : writers) {
      crew.threads.scheduleWithFixedDelay(
          () -> crew.step(writer), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
    return crew;
  }

  private void step(Writer writer) {
    try {
      writer.step();
    } catch (RuntimeException | AssertionError failure) {
      failures.add(failure);
      // Ends this writer's schedule.
      throw failure;
    }
  }

  /** Lets every writer finish what it is doing, which is decided when this returns; says what went wrong. */
  public List<Throwable> finish(Duration limit) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        failures.add(new AssertionError("writers were not done after " + limit.toSeconds() + " s"));
        threads.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      threads.shutdownNow();
    }
    return List.copyOf(failures);
  }
}
