package app.rollingpaper.compose.suites.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What the live clients of a program share: one HTTP client, one clock, their timing. Thread-safe. */
public final class LiveNetwork implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);

  private final Timing timing;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final ScheduledThreadPoolExecutor clock;

  public LiveNetwork(Timing timing) {
    this.timing = timing;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("live-clock").factory());
    clock.setRemoveOnCancelPolicy(true);
  }

  Timing timing() {
    return timing;
  }

  RandomGenerator random() {
    return ThreadLocalRandom.current();
  }

  CompletableFuture<WebSocket> open(URI address, String ticket, WebSocket.Listener listener) {
    return http.newWebSocketBuilder()
        .connectTimeout(CONNECT_LIMIT)
        .header("Authorization", "Bearer " + ticket)
        .buildAsync(address, listener);
  }

  /** Does something later, on the one thread of the clock. */
  Future<?> after(Duration pause, Runnable deed) {
    try {
      return clock.schedule(deed, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Ends whatever its clients have not ended. */
  @Override
  public void close() {
    clock.shutdownNow();
    http.shutdownNow();
  }
}
