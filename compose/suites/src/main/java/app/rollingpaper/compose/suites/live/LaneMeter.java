package app.rollingpaper.compose.suites.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two people on a paper, of whom one moves the pointer and the other watches: how long it takes until that is seen. Used by
 * one thread at a time.
 */
public final class LaneMeter implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(50);

  private final LiveClient speaker;
  private final LiveClient watcher;
  private final AtomicInteger interruptions = new AtomicInteger();
  private volatile Latencies latencies = new Latencies();
  private volatile long heardAt = System.nanoTime();
  private volatile long longestSilence;

  /** Both begin to connect. */
  public LaneMeter(LiveNetwork network, Destination speaking, Destination watching) {
    this.speaker = client(network, speaking, new Steady());
    this.watcher = client(network, watching, new Watching());
  }

  private static LiveClient client(
      LiveNetwork network, Destination destination, LiveListener listener) {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    return new LiveClient(network, destination, new Outbox(id), listener).start();
  }

  /** Notices when a connection does not last. */
  private class Steady implements LiveListener {
    @Override
    public void status(LiveClient.Status status, int code) {
      if (status == LiveClient.Status.WAITING) {
        interruptions.incrementAndGet();
      }
    }
  }

  private final class Watching extends Steady {
    @Override
    public void live(String session, String key, JsonNode state) {
      if (state.has("at")) {
        long now = System.nanoTime();
        latencies.add(Duration.ofNanos(now - state.path("at").asLong()));
        longestSilence = Math.max(longestSilence, now - heardAt);
        heardAt = now;
      }
    }
  }

  /** What was seen of what was done in some time, and the longest time without anything. */
  public record Measured(Latencies latencies, Duration longestSilence) {
    @Override
    public String toString() {
      return latencies + ", never longer than " + longestSilence.toMillis() + " ms without any";
    }
  }

  /** Measures for so long. */
  public Measured measure(Duration time) throws InterruptedException {
    Latencies fresh = new Latencies();
    latencies = fresh;
    heardAt = System.nanoTime();
    longestSilence = 0;
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      speaker.say("cursor", Map.of("at", System.nanoTime()));
      Thread.sleep(EVERY);
    }
    long silence = Math.max(longestSilence, System.nanoTime() - heardAt);
    return new Measured(fresh, Duration.ofNanos(silence));
  }

  /** How often one of the two has lost the connection. */
  public int interruptions() {
    return interruptions.get();
  }

  public LiveClient speaker() {
    return speaker;
  }

  public LiveClient watcher() {
    return watcher;
  }

  @Override
  public void close() {
    speaker.close();
    watcher.close();
  }
}
