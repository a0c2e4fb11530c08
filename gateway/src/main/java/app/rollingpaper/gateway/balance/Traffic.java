package app.rollingpaper.gateway.balance;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What one instance is doing and has done for this gateway, and what it takes. Thread-safe. */
public final class Traffic {
  private static final long LONG_AGO = TimeUnit.DAYS.toNanos(1);

  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger sockets = new AtomicInteger();
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private volatile long lastAnswer = System.nanoTime() - LONG_AGO;
  private volatile long memory;
  private final RecentSeconds recent = new RecentSeconds(System.nanoTime());

  /** Requests that have been sent and are not answered to the last byte. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Open WebSockets. */
  public int sockets() {
    return sockets.get();
  }

  /** Requests that are over, answered or not. */
  public long requests() {
    return requests.sum();
  }

  /** Those of the requests that got no answer, or one of 5xx. */
  public long failures() {
    return failures.sum();
  }

  /** Bytes, as the instance last said; 0 when it has not. */
  public long memory() {
    return memory;
  }

  public void usesMemory(long bytes) {
    memory = bytes;
  }

  public Rates rates() {
    return recent.rates(System.nanoTime());
  }

  /** Whether a request has been answered well since then. */
  public boolean hasAnsweredSince(long nanoTime) {
    return lastAnswer - nanoTime > 0;
  }

  /** A request is about to be sent here. */
  public void started() {
    inFlight.incrementAndGet();
  }

  /** That request is over. */
  public void finished(boolean failed, long elapsedNanos) {
    inFlight.decrementAndGet();
    requests.increment();
    if (failed) {
      failures.increment();
    }
    long now = System.nanoTime();
    if (!failed) {
      lastAnswer = now;
    }
    recent.add(failed, elapsedNanos, now);
  }

  /** That request has become a WebSocket. */
  public void socketOpened(long elapsedNanos) {
    finished(false, elapsedNanos);
    sockets.incrementAndGet();
  }

  public void socketClosed() {
    sockets.decrementAndGet();
  }
}
