package app.rollingpaper.gateway.balance;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What one instance is doing and has done for this gateway. Thread-safe. */
public final class Traffic {
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger sockets = new AtomicInteger();
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();
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

  public Rates rates() {
    return recent.rates(System.nanoTime());
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
    recent.add(failed, elapsedNanos, System.nanoTime());
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
