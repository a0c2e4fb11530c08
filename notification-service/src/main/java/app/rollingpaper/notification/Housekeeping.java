package app.rollingpaper.notification;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does chores at the start and every so often; every instance may do them at the same time. */
final class Housekeeping implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  Housekeeping(Duration pause, List<Runnable> chores) {
    thread = Thread.ofVirtual().name("housekeeping").unstarted(() -> run(pause, chores));
  }

  void start() {
    thread.start();
  }

  private void run(Duration pause, List<Runnable> chores) {
    try {
      do {
        for (Runnable chore : chores) {
          try {
            chore.run();
          } catch (RuntimeException failed) {
            log.warn("event=chore_failed reason=\"{}\"", failed.toString());
          }
        }
      } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
