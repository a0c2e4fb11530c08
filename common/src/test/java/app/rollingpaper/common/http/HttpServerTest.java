package app.rollingpaper.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.common.time.Ids;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HttpServerTest {
  private static final ObjectMapper JSON = Json.mapper();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);
  private Health health = new Health();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger posts = new AtomicInteger();
  private HttpServer server = server(Duration.ofSeconds(5));

  /** A resource with everything that can go wrong. */
  @Path("/things")
  @Produces(MediaType.APPLICATION_JSON)
  public static final class ThingResource {
    private final CountDownLatch entered;
    private final CountDownLatch leave;
    private final AtomicInteger posts;

    ThingResource(CountDownLatch entered, CountDownLatch leave, AtomicInteger posts) {
      this.entered = entered;
      this.leave = leave;
      this.posts = posts;
    }

    public record Thing(
        @NotNull @Size(min = 1, max = 5) String name, @Nullable Optional<String> note) {}

    @GET
    public Map<String, Boolean> virtual() {
      return Map.of("virtual", Thread.currentThread().isVirtual());
    }

    @GET
    @Path("slow")
    public Map<String, String> slow() throws InterruptedException {
      entered.countDown();
      return Map.of("finished", Boolean.toString(leave.await(20, TimeUnit.SECONDS)));
    }

    @GET
    @Path("broken")
    public Map<String, String> broken() {
      throw new IllegalStateException("secret detail of app.rollingpaper.inside");
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Map<String, String> post(Thing thing) {
      posts.incrementAndGet();
      Optional<String> note = thing.note();
      return Map.of("note", note == null ? "absent" : note.orElse("null"));
    }
  }

  private HttpServer server(Duration stopTimeout) {
    return server(stopTimeout, Duration.ZERO);
  }

  private HttpServer server(Duration stopTimeout, Duration warmUp) {
    return server(stopTimeout, warmUp, 64, Duration.ofSeconds(1));
  }

  private HttpServer server(
      Duration stopTimeout, Duration warmUp, int maxConcurrent, Duration maxWait) {
    HttpConfig config =
        new HttpConfig(
            "127.0.0.1",
            0,
            0,
            1_024,
            maxConcurrent,
            maxWait,
            Duration.ofSeconds(30),
            warmUp,
            Duration.ofMillis(300),
            stopTimeout);
    return new HttpServer(
        config,
        JSON,
        health,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        Ids.timeOrdered(),
        List.of(new ThingResource(entered, leave, posts)));
  }

  @BeforeEach
  void start() {
    server.start(new WarmUp());
  }

  @AfterEach
  void stop() {
    leave.countDown();
    server.close();
    health.close();
  }

  private void closeBeforeAnother() {
    server.close();
    health.close();
    health = new Health();
  }

  private HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    return client.send(request(port, path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return client.send(
        request(server.port(), "/things")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @Tag("G03")
  void anInstanceIsReadyOnlyOnceItIsWarm() throws Exception {
    closeBeforeAnother();
    server = server(Duration.ofSeconds(5), Duration.ofMinutes(1));
    AtomicInteger answered = new AtomicInteger();
    Thread starting =
        Thread.startVirtualThread(
            () -> {
              server.start(
                  new WarmUp()
                      .get("/things/slow", "nobody")
                      .send("POST", "/things", "nobody", "{\"name\":\"따뜻하게\"}"));
              answered.set(posts.get());
            });
    entered.await();
    assertThat(health.ready()).isFalse();
    leave.countDown();
    starting.join();
    assertThat(health.ready()).isTrue();
    assertThat(answered.get()).isPositive();
    assertThat(get(server.adminPort(), "/metrics").body()).doesNotContain("/things");
    assertThat(posts.get()).as("no more of them come later").isEqualTo(answered.get());
  }

  @Test
  @Tag("G03")
  void whatHangsDoesNotKeepAnInstanceFromServing() throws Exception {
    closeBeforeAnother();
    server = server(Duration.ofSeconds(5), Duration.ofMillis(300));
    server.start(new WarmUp().get("/things/slow", "nobody"));
    assertThat(health.ready()).isTrue();
    assertThat(get(server.port(), "/things").statusCode()).isEqualTo(200);
  }

  @Test
  @Tag("T05")
  void requestsRunOnVirtualThreadsAndOneConnectionIsKept() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      for (int i = 0; i < 20; i++) {
        out.write("GET /things HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        assertThat(answer(in))
            .contains("200 OK")
            .contains("{\"virtual\":true}")
            .containsIgnoringCase("content-length:");
      }
    }
  }

  @Test
  @Tag("T05")
  void aConnectionThatWaitsForItsNextRequestCostsLittleMemory() throws Exception {
    long empty = usedHeap();
    List<Socket> kept = new ArrayList<>();
    try {
      for (int number = 0; number < 200; number++) {
        Socket socket = new Socket("127.0.0.1", server.port());
        kept.add(socket);
        socket.setSoTimeout(10_000);
        String request =
            "GET /things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + number + "\r\n\r\n";
        for (int turn = 0; turn < 2; turn++) {
          socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
          assertThat(answer(socket.getInputStream())).contains("200 OK");
        }
      }
      assertThat((usedHeap() - empty) / kept.size()).as("bytes each").isLessThan(40_000);
    } finally {
      for (Socket socket : kept) {
        socket.close();
      }
    }
  }

  /** Reads until the end of a JSON object without others in it. */
  private static String answer(InputStream in) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("}") < 0) {
      int read = in.read();
      assertThat(read).as("the connection is kept").isNotNegative();
      answer.append((char) read);
    }
    return answer.toString();
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void theAdminPortTellsHealthAndFiguresAndThePublicPortDoesNot() throws Exception {
    get(server.port(), "/things");
    assertThat(get(server.adminPort(), "/health/live").statusCode()).isEqualTo(200);
    assertThat(get(server.adminPort(), "/health/ready").statusCode()).isEqualTo(200);
    HttpResponse<String> metrics = get(server.adminPort(), "/metrics");
    assertThat(metrics.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(metrics.body())
        .contains("http_server_requests_seconds_count{method=\"GET\",status=\"200\"} 1");
    for (String path : List.of("/health/live", "/metrics", "/drain")) {
      assertThat(get(server.port(), path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(get(server.adminPort(), "/things").statusCode()).isEqualTo(404);
  }

  @Test
  @Tag("A03")
  void whatBreaksInsideIsAProblemWithoutItsText() throws Exception {
    HttpResponse<String> broken = get(server.port(), "/things/broken");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.headers().firstValue("Content-Type").orElse(""))
        .isEqualTo("application/problem+json");
    JsonNode problem = JSON.readTree(broken.body());
    assertThat(problem.path("requestId").asText())
        .isEqualTo(broken.headers().firstValue("X-Request-Id").orElse("none"));
    assertThat(broken.body()).doesNotContain("secret", "rollingpaper.inside");
  }

  @Test
  void fieldsThatAreWrongAreNamedAsTheClientWroteThem() throws Exception {
    JsonNode wrong = JSON.readTree(post("{\"name\": \"too long\"}").body());
    assertThat(wrong.at("/errors/0/field").asText()).isEqualTo("name");
    JsonNode unknown = JSON.readTree(post("{\"name\": \"a\", \"colour\": 1}").body());
    assertThat(unknown.at("/errors/0/field").asText()).isEqualTo("colour");
    assertThat(post("{\"name\": \"" + "x".repeat(2_000) + "\"}").statusCode()).isEqualTo(413);
    assertThat(post("{\"name\": \"a\"}").body()).contains("absent");
    assertThat(post("{\"name\": \"a\", \"note\": null}").body()).contains("\"null\"");
    assertThat(post("{\"name\": \"a\", \"note\": \"b\"}").body()).contains("\"b\"");
  }

  private void oneAtATime(Duration maxWait) {
    closeBeforeAnother();
    server = server(Duration.ofSeconds(5), Duration.ZERO, 1, maxWait);
    server.start(new WarmUp());
  }

  private CompletableFuture<HttpResponse<String>> askSlowly() throws InterruptedException {
    CompletableFuture<HttpResponse<String>> slow =
        client.sendAsync(
            request(server.port(), "/things/slow").build(), HttpResponse.BodyHandlers.ofString());
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    return slow;
  }

  @Test
  @Tag("G04")
  void whatIsTooMuchAtOnceIsRefusedAndNothingOfItIsDone() throws Exception {
    oneAtATime(Duration.ofMillis(50));
    CompletableFuture<HttpResponse<String>> slow = askSlowly();
    HttpResponse<String> refused = post("{\"name\": \"a\"}");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Request-Unprocessed")).contains("?1");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(JSON.readTree(refused.body()).path("type").asText()).endsWith("/overloaded");
    assertThat(posts).hasValue(0);
    assertThat(get(server.adminPort(), "/health/ready").statusCode()).isEqualTo(200);
    leave.countDown();
    assertThat(slow.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(post("{\"name\": \"a\"}").statusCode()).isEqualTo(200);
  }

  @Test
  @Tag("G04")
  void whatIsTooMuchForAMomentWaitsForItsTurn() throws Exception {
    oneAtATime(Duration.ofSeconds(20));
    CompletableFuture<HttpResponse<String>> slow = askSlowly();
    CompletableFuture<HttpResponse<String>> next =
        client.sendAsync(
            request(server.port(), "/things").build(), HttpResponse.BodyHandlers.ofString());
    await().until(() -> get(server.adminPort(), "/health/ready").body().contains("\"requests\":2"));
    assertThat(next).isNotDone();
    leave.countDown();
    assertThat(next.get(10, TimeUnit.SECONDS).body()).contains("virtual");
    assertThat(slow.get(10, TimeUnit.SECONDS).body()).contains("true");
  }

  @Test
  @Tag("G03")
  void aStoppingServerFinishesWhatIsInFlightAndTakesNothingNew() throws Exception {
    CompletableFuture<HttpResponse<String>> slow = askSlowly();

    CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);

    await().until(() -> get(server.adminPort(), "/health/ready").statusCode() == 503);
    // Still answering while the gateway takes notice, and ending kept connections.
    HttpResponse<String> meanwhile = get(server.port(), "/things");
    assertThat(meanwhile.statusCode()).isEqualTo(200);
    assertThat(meanwhile.headers().firstValue("Connection")).contains("close");
    int port = server.port();
    await().until(() -> refused(port));
    assertThat(closing).isNotDone();
    leave.countDown();
    assertThat(slow.get(10, TimeUnit.SECONDS).body()).contains("true");
    closing.get(10, TimeUnit.SECONDS);
  }

  private static boolean refused(int port) throws IOException {
    if (port <= 0) {
      return true;
    }
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return !socket.isConnected();
    } catch (ConnectException refused) {
      return true;
    }
  }

  @Test
  @Tag("G03")
  void drainingByTheAdminPortMakesItNotReady() throws Exception {
    HttpResponse<String> drained =
        client.send(
            request(server.adminPort(), "/drain").POST(HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(drained.statusCode()).isEqualTo(202);
    assertThat(get(server.adminPort(), "/health/ready").body()).contains("draining");
    assertThat(get(server.port(), "/things").statusCode()).isEqualTo(200);
  }

  @Test
  @Tag("G03")
  void aDrainedInstanceSaysWhatItHasToFinishAndTakesRequestsAgainWhenRestored() throws Exception {
    CompletableFuture<HttpResponse<String>> slow = askSlowly();
    JsonNode drained = JSON.readTree(post(server.adminPort(), "/drain").body());
    assertThat(drained.path("status").asText()).isEqualTo("draining");
    assertThat(drained.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(drained.path("requests").asInt()).isEqualTo(1);
    assertThat(drained.path("sockets").asInt()).isZero();
    leave.countDown();
    assertThat(slow.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    await()
        .untilAsserted(
            () ->
                assertThat(get(server.adminPort(), "/health/ready").body())
                    .contains("\"requests\":0"));
    assertThat(get(server.port(), "/things").headers().firstValue("Connection")).contains("close");

    assertThat(post(server.adminPort(), "/restore").statusCode()).isEqualTo(202);
    assertThat(get(server.adminPort(), "/health/ready").statusCode()).isEqualTo(200);
    assertThat(get(server.port(), "/things").headers().firstValue("Connection")).isEmpty();
  }

  private HttpResponse<String> post(int port, String path)
      throws IOException, InterruptedException {
    return client.send(
        request(port, path).POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void malformedRequestsAreProblemsToo() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET /things HTTP/1.1\r\nBad Header\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json")
          .contains("requestId");
      assertThat(answer).doesNotContain("Jetty", "Exception");
    }
  }
}
