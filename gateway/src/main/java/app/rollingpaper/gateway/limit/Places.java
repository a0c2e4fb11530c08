package app.rollingpaper.gateway.limit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** A number of places that are taken and given back; who finds none is turned away at once. Thread-safe. */
public final class Places {
  private final int most;
  private final AtomicInteger taken = new AtomicInteger();
  private final LongAdder refused = new LongAdder();

  public Places(int most) {
    this.most = most;
  }

  /** Takes a place if there is one. */
  public boolean take() {
    if (taken.incrementAndGet() <= most) {
      return true;
    }
    taken.decrementAndGet();
    refused.increment();
    return false;
  }

  public void giveBack() {
    taken.decrementAndGet();
  }

  int taken() {
    return taken.get();
  }

  long refused() {
    return refused.sum();
  }
}
