package app.rollingpaper.compose.suites.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Requests that arrive at a constant rate. Each is sent when its time has come on whatever connection is free, a new one if
 * none is, and its time counts from when it should have been sent. Runs from {@link #start} to {@link #stop}.
 */
public final class OpenLoad {
  private static final int DIGITS = 3;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final URI base;
  private final double rate;
  private final Supplier<Call> calls;
  private final Deque<KeptConnection> idle = new ConcurrentLinkedDeque<>();
  private final ConcurrentHistogram micros =
      new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(2), DIGITS);
  private final ConcurrentMap<String, LongAdder> errors = new ConcurrentHashMap<>();
  private final LongAdder good = new LongAdder();
  private final Phaser underWay = new Phaser(1);
  private final Thread arrivals;
  private volatile boolean stopped;

  private OpenLoad(URI base, double rate, Supplier<Call> calls) {
    this.base = base;
    this.rate = rate;
    this.calls = calls;
    this.arrivals = Thread.ofPlatform().name("arrivals").unstarted(this::arrive);
  }

  /** Begins to send. */
  public static OpenLoad start(String base, double requestsPerSecond, Supplier<Call> calls) {
    OpenLoad load = new OpenLoad(URI.create(base), requestsPerSecond, calls);
    load.arrivals.start();
    return load;
  }

  /** Sends for a while and says what came of it. */
  public static LoadReport run(
      String base, double requestsPerSecond, Duration time, Supplier<Call> calls) {
    OpenLoad load = start(base, requestsPerSecond, calls);
    LockSupport.parkNanos(time.toNanos());
    return load.stop();
  }

  /** Sends nothing more, waits for the answers that are under way, and says what came of it all. */
  public LoadReport stop() {
    stopped = true;
    LockSupport.unpark(arrivals);
    try {
      arrivals.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    underWay.arriveAndAwaitAdvance();
    idle.forEach(KeptConnection::close);
    return report();
  }

  /** What has come of it so far. */
  public LoadReport report() {
    Map<String, Long> counted = new ConcurrentHashMap<>();
    errors.forEach((kind, count) -> counted.put(kind, count.sum()));
    return new LoadReport(
        rate,
        good.sum(),
        Map.copyOf(counted),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3,
        micros.getMaxValue() / 1e3);
  }

  private void arrive() {
    long begin = System.nanoTime();
    for (long number = 0; !stopped; number++) {
      long due = begin + (long) (number * SECOND / rate);
      for (long now = System.nanoTime(); now < due && !stopped; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      if (stopped) {
        return;
      }
      Call call = calls.get();
      underWay.register();
      Thread.ofVirtual().start(() -> send(call, due));
    }
  }

  private void send(Call call, long due) {
    try {
      KeptConnection connection = connection();
      try {
        KeptConnection.Reply reply = connection.send(call.bytes());
        micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due)));
        if (connection.ends()) {
          connection.close();
        } else {
          idle.addFirst(connection);
        }
        if (reply.status() == call.wanted()) {
          good.increment();
          call.answered().accept(reply.body());
        } else {
          failed(call, Integer.toString(reply.status()));
        }
      } catch (IOException | RuntimeException failure) {
        connection.close();
        throw failure;
      }
    } catch (IOException | RuntimeException failure) {
      failed(call, failure.getClass().getSimpleName() + " " + failure.getMessage());
    } finally {
      underWay.arriveAndDeregister();
    }
  }

  /** The one that was used last; those that are used in the busiest moments only may have been closed since. */
  private KeptConnection connection() throws IOException {
    for (KeptConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
      if (kept.isFresh()) {
        return kept;
      }
      kept.close();
    }
    return new KeptConnection(base);
  }

  private void failed(Call call, String kind) {
    errors.computeIfAbsent(call.name() + " " + kind, _ -> new LongAdder()).increment();
    call.failed().run();
  }
}
