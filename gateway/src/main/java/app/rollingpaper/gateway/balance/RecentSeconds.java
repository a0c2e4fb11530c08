package app.rollingpaper.gateway.balance;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What was answered in each of the last ten seconds and how fast, in counters that are used again, so that a request leaves
 * no object behind. Times are kept to an eighth of their size. Thread-safe; an answer counted while its slot is being
 * emptied may be missed.
 */
final class RecentSeconds {
  private static final int SECONDS = 10;

  /** More than are read, so that no slot is read while it is being emptied for the next second. */
  private static final int SLOTS = 16;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int EXACT = 16;
  private static final int STEPS_BITS = 3;
  private static final int STEPS = 1 << STEPS_BITS;
  private static final int LARGEST_EXPONENT = 26;
  private static final int BUCKETS = EXACT + (LARGEST_EXPONENT - 3) * STEPS;

  private final long origin;
  private final Slot[] slots = new Slot[SLOTS];

  RecentSeconds(long now) {
    origin = now;
    Arrays.setAll(slots, slot -> new Slot(slot - SLOTS));
  }

  /** Counts an answer that took so long, or a failure that took so long to show. */
  void add(boolean failed, long elapsedNanos, long now) {
    long second = (now - origin) / SECOND;
    Slot slot = slots[(int) (second % SLOTS)];
    if (slot.second != second) {
      slot.emptyFor(second);
    }
    slot.answers.incrementAndGet(bucket(TimeUnit.NANOSECONDS.toMicros(elapsedNanos)));
    if (failed) {
      slot.failures.incrementAndGet();
    }
  }

  Rates rates(long now) {
    long current = (now - origin) / SECOND;
    int[] answers = new int[BUCKETS];
    long total = 0;
    long failures = 0;
    for (Slot slot : slots) {
      if (slot.second > current - SECONDS && slot.second <= current) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
          int count = slot.answers.get(bucket);
          answers[bucket] += count;
          total += count;
        }
        failures += slot.failures.get();
      }
    }
    double seconds = SECONDS - 1 + (double) ((now - origin) % SECOND) / SECOND;
    return new Rates(
        total / seconds,
        failures / seconds,
        millisAt(0.50, answers, total),
        millisAt(0.99, answers, total));
  }

  private static double millisAt(double share, int[] answers, long total) {
    long rank = (long) Math.ceil(share * total);
    long passed = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      passed += answers[bucket];
      if (passed >= rank && passed > 0) {
        return micros(bucket) / 1_000.0;
      }
    }
    return 0;
  }

  /** The bucket of a time: exact when it is small, then eight steps to each doubling. */
  private static int bucket(long micros) {
    if (micros < EXACT) {
      return (int) Math.max(0, micros);
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    if (exponent > LARGEST_EXPONENT) {
      return BUCKETS - 1;
    }
    int step = (int) (micros >>> (exponent - STEPS_BITS)) & (STEPS - 1);
    return EXACT + (exponent - 4) * STEPS + step;
  }

  /** The middle of a bucket. */
  private static double micros(int bucket) {
    if (bucket < EXACT) {
      return bucket;
    }
    int exponent = 4 + (bucket - EXACT) / STEPS;
    int step = (bucket - EXACT) % STEPS;
    return (STEPS + step + 0.5) * (1L << (exponent - STEPS_BITS));
  }

  private static final class Slot {
    private final AtomicIntegerArray answers = new AtomicIntegerArray(BUCKETS);
    private final AtomicInteger failures = new AtomicInteger();
    private volatile long second;

    Slot(long second) {
      this.second = second;
    }

    synchronized void emptyFor(long next) {
      if (second >= next) {
        return;
      }
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        answers.setPlain(bucket, 0);
      }
      failures.set(0);
      second = next;
    }
  }
}
