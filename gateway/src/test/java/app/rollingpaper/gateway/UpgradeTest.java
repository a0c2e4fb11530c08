package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One gateway takes over from another while callers come. How often is set by {@code -Dtest.upgrades}. */
class UpgradeTest {
  private static final int UPGRADES = Integer.getInteger("test.upgrades", 2);
  private static final long BETWEEN_CONNECTIONS_MICROS = 2_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_CALLERS = 200;
  private static final byte[] REQUEST =
      "GET /api/papers HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;

  @Test
  @Tag("G07")
  void aNewGatewayTakesThePortOverWithoutAResetConnection() throws Exception {
    try (Upstream upstream = new Upstream("one")) {
      Path file =
          Files.writeString(
              directory.resolve("i.json"), RunningGateway.listing("paper-service", upstream));
      GatewayProcess gateway = start(file, 0).awaitReady();
      int port = gateway.port();
      long began = System.nanoTime();
      try (Callers callers = new Callers(port)) {
        for (int upgrade = 0; upgrade < UPGRADES; upgrade++) {
          GatewayProcess next = start(file, port).awaitReady();
          int before = callers.answered();
          gateway.terminate();
          assertThat(gateway.exitCode()).isZero();
          assertThat(gateway.log()).contains("event=port-handed-over");
          gateway = next;
          await().atMost(PATIENCE).until(() -> callers.answered() > before + 500);
        }
        System.out.printf(
            "[upgrade] %d hand-overs, %d connections, %.0f each second, %d failed%n",
            UPGRADES,
            callers.answered(),
            callers.answered() / ((System.nanoTime() - began) / 1e9),
            callers.failures().size());
        assertThat(callers.failures()).isEmpty();
      } finally {
        gateway.close();
      }
    }
  }

  @Test
  @Tag("G07")
  void aRequestInFlightIsAnsweredByTheOldOne() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (Upstream upstream = new Upstream("one")) {
      upstream.answers(
          exchange -> {
            arrived.countDown();
            try {
              release.await();
            } catch (InterruptedException ended) {
              Thread.currentThread().interrupt();
            }
            Upstream.respond(exchange, 200, "done");
          });
      Path file =
          Files.writeString(
              directory.resolve("i.json"), RunningGateway.listing("paper-service", upstream));
      try (GatewayProcess old = start(file, 0).awaitReady();
          Socket slow = new Socket("127.0.0.1", old.port())) {
        slow.getOutputStream().write(REQUEST);
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        try (GatewayProcess next = start(file, old.port()).awaitReady()) {
          old.terminate();
          await().until(() -> old.log().contains("event=port-handed-over"));
          upstream.answers(Upstream.with(200, "new"));
          assertThat(request(next.port())).endsWith("new");
          release.countDown();
          assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
              .startsWith("HTTP/1.1 200")
              .endsWith("done");
          assertThat(old.exitCode()).isZero();
        }
      } finally {
        release.countDown();
      }
    }
  }

  private GatewayProcess start(Path file, int port) {
    Map<String, String> settings = new HashMap<>();
    settings.put("GATEWAY_INSTANCES_FILE", file.toString());
    settings.put("GATEWAY_PORT", Integer.toString(port));
    settings.put("GATEWAY_LINGER", "1s");
    return GatewayProcess.start(directory, List.of("serve"), settings);
  }

  private static String request(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(REQUEST);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Five hundred a second, each with a connection of its own; fewer when the machine cannot keep up. */
  private static final class Callers implements AutoCloseable {
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Semaphore places = new Semaphore(MOST_CALLERS);
    private final AtomicInteger answered = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    Callers(int port) {
      clock.scheduleAtFixedRate(
          () -> {
            if (places.tryAcquire()) {
              threads.execute(() -> call(port));
            }
          },
          0,
          BETWEEN_CONNECTIONS_MICROS,
          TimeUnit.MICROSECONDS);
    }

    private void call(int port) {
      try {
        String answer = request(port);
        if (answer.startsWith("HTTP/1.1 200")) {
          answered.incrementAndGet();
        } else {
          failures.add(answer);
        }
      } catch (IOException failure) {
        failures.add(failure.toString());
      } finally {
        places.release();
      }
    }

    int answered() {
      return answered.get();
    }

    Queue<String> failures() {
      return failures;
    }

    @Override
    public void close() {
      clock.shutdownNow();
      threads.close();
    }
  }
}
