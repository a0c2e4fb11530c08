package app.rollingpaper.paper.live;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done in rounds: the first at once, those that follow after a pause, each for everything that was asked for
 * meanwhile. There is a thread only while there is work. Thread-safe.
 */
final class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final String name;
  private final Runnable round;
  private final LongUnaryOperator pause;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long earliest = System.nanoTime();

  private Rounds(String name, Runnable round, LongUnaryOperator pause) {
    this.name = name;
    this.round = round;
    this.pause = pause;
  }

  /**
   * Rounds that begin at least so many nanoseconds one after the other.
   *
   * @param nanos asked after each round
   */
  static Rounds every(String name, LongSupplier nanos, Runnable round) {
    return new Rounds(name, round, took -> nanos.getAsLong() - took);
  }

  /**
   * Rounds that take at most an eighth of the time, as long as they begin at least {@code shortest} and at most {@code
   * longest} nanoseconds one after the other: as soon as a person could notice while that is cheap, fewer where it is not.
   */
  static Rounds eighthOfTheTime(String name, long shortest, long longest, Runnable round) {
    return new Rounds(name, round, took -> Math.clamp(7 * took, shortest - took, longest - took));
  }

  /** Rounds that take at most half of the time: under load the pauses grow, and with them what one round does. */
  static Rounds halfOfTheTime(String name, long longestPause, Runnable round) {
    return new Rounds(name, round, took -> Math.min(took, longestPause));
  }

  void ask() {
    if (!asked.getAndSet(true)) {
      start();
    }
  }

  private void start() {
    if (running.compareAndSet(false, true)) {
      Thread.ofVirtual().name(name).start(this::run);
    }
  }

  private void run() {
    while (asked.get()) {
      for (long wait = earliest - System.nanoTime();
          wait > 0;
          wait = earliest - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      asked.set(false);
      long begin = System.nanoTime();
      try {
        round.run();
      } catch (RuntimeException failed) {
        log.error("event=round_failed round={}", name, failed);
      }
      long end = System.nanoTime();
      earliest = end + pause.applyAsLong(end - begin);
    }
    running.set(false);
    if (asked.get()) {
      start();
    }
  }
}
