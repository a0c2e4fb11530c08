package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
class GatewayProcessTest {
  @TempDir Path directory;

  @Test
  @Tag("G03")
  void onSigtermItFinishesWhatIsInFlightAndExitsWithZero() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (Upstream upstream = new Upstream("one");
        HttpClient client = HttpClient.newHttpClient()) {
      upstream.answers(
          exchange -> {
            arrived.countDown();
            awaitQuietly(release);
            Upstream.respond(exchange, 200, "done");
          });
      Path file =
          Files.writeString(
              directory.resolve("i.json"), RunningGateway.listing("paper-service", upstream));
      try (GatewayProcess gateway =
          start(
                  List.of("serve"),
                  file,
                  Map.of("GATEWAY_DRAIN_DELAY", "300ms", "GATEWAY_LOG_ALL", "on"))
              .awaitReady()) {
        URI admin = URI.create("http://127.0.0.1:" + gateway.adminPort() + "/health/ready");
        assertThat(status(client, admin)).isEqualTo(200);
        URI papers = URI.create("http://127.0.0.1:" + gateway.port() + "/api/papers");
        CompletableFuture<HttpResponse<String>> slow =
            client.sendAsync(HttpRequest.newBuilder(papers).build(), BodyHandlers.ofString());
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        gateway.terminate();
        await().until(() -> status(client, admin) == 503);
        await().until(() -> refuses(gateway.port()));
        release.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS).body()).isEqualTo("done");
        assertThat(gateway.exitCode()).isZero();
        assertThat(gateway.log())
            .contains("event=stopping")
            .contains("event=stopped")
            .contains("event=request ");
      } finally {
        release.countDown();
      }
    }
  }

  @Test
  @Tag("T09")
  void configurationCanBeCheckedWithoutServing() throws Exception {
    Path missing = directory.resolve("missing.json");
    try (GatewayProcess bad = start(List.of("check-config"), missing, Map.of())) {
      assertThat(bad.exitCode()).isEqualTo(2);
      assertThat(bad.log()).contains("GATEWAY_INSTANCES_FILE: there is no file");
    }
    Path file = Files.writeString(directory.resolve("i.json"), "{\"services\":{}}");
    try (GatewayProcess good = start(List.of("check-config"), file, Map.of())) {
      assertThat(good.exitCode()).isZero();
    }
  }

  private GatewayProcess start(
      List<String> arguments, Path instances, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("GATEWAY_INSTANCES_FILE", instances.toString());
    return GatewayProcess.start(directory, arguments, all);
  }

  private static int status(HttpClient client, URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
  }

  private static boolean refuses(int port) {
    try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
      return !socket.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
