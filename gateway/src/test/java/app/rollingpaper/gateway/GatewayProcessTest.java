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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
class GatewayProcessTest {
  private static final Duration START = Duration.ofSeconds(40);
  private static final Pattern READY =
      Pattern.compile("event=ready host=127.0.0.1 port=(\\d+) admin_port=(\\d+)");

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
      Process process = start(List.of("serve"), file, "GATEWAY_DRAIN_DELAY", "300ms");
      try {
        Matcher ready = awaitReady();
        URI admin = URI.create("http://127.0.0.1:" + ready.group(2) + "/health/ready");
        assertThat(
                client
                    .send(HttpRequest.newBuilder(admin).build(), BodyHandlers.ofString())
                    .statusCode())
            .isEqualTo(200);
        URI papers = URI.create("http://127.0.0.1:" + ready.group(1) + "/api/papers");
        CompletableFuture<HttpResponse<String>> slow =
            client.sendAsync(HttpRequest.newBuilder(papers).build(), BodyHandlers.ofString());
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        process.destroy();
        await()
            .until(
                () ->
                    client
                            .send(HttpRequest.newBuilder(admin).build(), BodyHandlers.ofString())
                            .statusCode()
                        == 503);
        await().until(() -> refuses(Integer.parseInt(ready.group(1))));
        release.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS).body()).isEqualTo("done");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(log()))
            .contains("event=stopping")
            .contains("event=stopped")
            .contains("event=request ");
      } finally {
        release.countDown();
        process.destroyForcibly();
      }
    }
  }

  @Test
  @Tag("T09")
  void configurationCanBeCheckedWithoutServing() throws Exception {
    Path missing = directory.resolve("missing.json");
    Process bad = start(List.of("check-config"), missing, "GATEWAY_PORT", "0");
    assertThat(bad.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(bad.exitValue()).isEqualTo(2);
    assertThat(Files.readString(log())).contains("GATEWAY_INSTANCES_FILE: there is no file");
    Path file = Files.writeString(directory.resolve("i.json"), "{\"services\":{}}");
    Process good = start(List.of("check-config"), file, "GATEWAY_PORT", "0");
    assertThat(good.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(good.exitValue()).isZero();
  }

  private Path log() {
    return directory.resolve("log");
  }

  private Matcher awaitReady() {
    await().atMost(START).until(() -> READY.matcher(Files.readString(log())).find());
    try {
      Matcher matcher = READY.matcher(Files.readString(log()));
      assertThat(matcher.find()).isTrue();
      return matcher;
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private Process start(List<String> arguments, Path instances, String name, String value)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Gateway.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
    builder.environment().put("GATEWAY_INSTANCES_FILE", instances.toString());
    builder.environment().put("GATEWAY_PORT", "0");
    builder.environment().put("GATEWAY_ADMIN_PORT", "0");
    builder.environment().put(name, value);
    return builder.start();
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
