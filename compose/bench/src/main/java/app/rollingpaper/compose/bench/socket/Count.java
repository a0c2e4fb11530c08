package app.rollingpaper.compose.bench.socket;

import java.util.concurrent.atomic.AtomicLong;

/** A number to which one thread adds and which everybody may read. */
final class Count {
  private final AtomicLong value = new AtomicLong();

  void add(long more) {
    // Nobody else writes, so this needs none of an atomic addition's care.
    value.setRelease(value.getPlain() + more);
  }

  long get() {
    return value.getAcquire();
  }
}
