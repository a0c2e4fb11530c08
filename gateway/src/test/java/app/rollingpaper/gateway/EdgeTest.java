package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EdgeTest {
  private static final int LIMIT = 256 * 1024;
  private static RunningGateway gateway;
  private static Upstream upstream;

  @BeforeAll
  static void start() {
    gateway = new RunningGateway();
    upstream = new Upstream("one");
    gateway.list("paper-service", upstream);
  }

  @AfterAll
  static void stop() {
    upstream.close();
    gateway.close();
  }

  @BeforeEach
  void forget() {
    upstream.seen.clear();
    upstream.answers(Upstream.with(200, "ok"));
  }

  @Test
  @Tag("G11")
  void whoACallerClaimsToBeDoesNotGetIn() {
    gateway.get(
        "/api/papers",
        "X-User-Id",
        "1",
        "X-User",
        "1",
        "X-Auth-Request-Email",
        "a@b.c",
        "X-Forwarded-For",
        "9.9.9.9",
        "X-Forwarded-Host",
        "evil",
        "Forwarded",
        "for=9.9.9.9",
        "X-Real-IP",
        "9.9.9.9",
        "X-Internal-Role",
        "admin",
        "X_User_Id",
        "1",
        "X-Original-URL",
        "/admin",
        "X-HTTP-Method-Override",
        "DELETE",
        "True-Client-IP",
        "9.9.9.9",
        "Authorization",
        "Bearer t",
        "If-Match",
        "\"3\"",
        "X-Requested-With",
        "page");
    Headers headers = upstream.seen.getFirst().headers();
    assertThat(headers.keySet())
        .doesNotContainAnyElementsOf(
            Set.of(
                "X-user-id",
                "X-user",
                "X-auth-request-email",
                "X-forwarded-for",
                "X-forwarded-host",
                "Forwarded",
                "X-real-ip",
                "X-internal-role",
                "X_user_id",
                "X-original-url",
                "X-http-method-override",
                "True-client-ip",
                "X-forwarded-proto",
                "X-forwarded-port",
                "Via"));
    assertThat(headers.getFirst("Authorization")).isEqualTo("Bearer t");
    assertThat(headers.getFirst("If-Match")).isEqualTo("\"3\"");
    assertThat(headers.getFirst("X-Requested-With")).isEqualTo("page");
  }

  @Test
  @Tag("A03")
  void aSaneRequestIdIsKeptAndAnswered() {
    HttpResponse<String> answer = gateway.get("/api/papers", "X-Request-Id", "abc-12345");
    assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("abc-12345");
    assertThat(upstream.seen.getFirst().headers().get("X-Request-Id")).containsExactly("abc-12345");
  }

  @Test
  @Tag("A03")
  void anyOtherRequestIdIsReplaced() {
    for (String odd :
        new String[] {"short", "with space 123", "a\"b\"c-123456", "x".repeat(65), "한글한글한글한글"}) {
      String raw =
          "GET /api/papers HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-Request-Id: "
              + odd
              + "\r\n\r\n";
      String id = header(exchangeRaw(raw), "x-request-id");
      assertThat(id).matches("[0-9a-f]{32}");
      assertThat(upstream.seen.getLast().headers().get("X-Request-Id")).containsExactly(id);
    }
  }

  @Test
  @Tag("A03")
  void theGatewaysRequestIdWinsOverTheServicesAndItsHeadersAppearOnce() {
    upstream.answers(
        exchange -> {
          exchange.getResponseHeaders().set("X-Request-Id", "from-the-service");
          exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
          exchange.getResponseHeaders().set("Server", "Jetty(12)");
          exchange.getResponseHeaders().set("X-Powered-By", "something");
          exchange.getResponseHeaders().set("ETag", "\"7\"");
          Upstream.respond(exchange, 200, "ok");
        });
    HttpResponse<String> answer = gateway.get("/api/papers", "X-Request-Id", "abc-12345");
    assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("abc-12345");
    assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
    assertThat(answer.headers().firstValue("ETag")).hasValue("\"7\"");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by", "Server");
  }

  @Test
  @Tag("G11")
  void aBodyOfTheLimitPassesAndOneByteMoreDoesNot() {
    HttpResponse<String> most = gateway.post("/api/papers", "x".repeat(LIMIT));
    assertThat(most.statusCode()).isEqualTo(200);
    assertThat(upstream.seen.getFirst().body()).hasSize(LIMIT);
    HttpResponse<String> more = gateway.post("/api/papers", "x".repeat(LIMIT + 1));
    assertProblem(more, 413, "too-large");
    assertThat(upstream.seen).hasSize(1);
  }

  @Test
  @Tag("G11")
  void aBodyOfUnknownLengthIsBoundedToo() {
    byte[] large = new byte[LIMIT + 1];
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .request("/api/papers")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large))));
    assertProblem(answer, 413, "too-large");
    assertThat(upstream.seen).isEmpty();
  }

  @Test
  @Tag("G11")
  void aChunkedBodyArrivesWithItsLength() {
    gateway.send(
        gateway
            .request("/api/papers")
            .POST(
                BodyPublishers.ofInputStream(
                    () ->
                        new java.io.ByteArrayInputStream(
                            "hello".getBytes(StandardCharsets.UTF_8)))));
    assertThat(upstream.seen.getFirst().body()).isEqualTo("hello");
    assertThat(upstream.seen.getFirst().headers().get("Content-Length")).containsExactly("5");
    assertThat(upstream.seen.getFirst().headers()).doesNotContainKey("Transfer-Encoding");
  }

  @Test
  @Tag("A03")
  void anUnknownApiPathIsAProblemOfTheGateways() {
    for (String path :
        new String[] {"/api", "/api/", "/api/nothing", "/ws/nothing", "/.well-known/other"}) {
      assertProblem(gateway.get(path), 404, "not-found");
    }
    assertProblem(gateway.post("/api/nothing", "{}"), 404, "not-found");
  }

  @Test
  @Tag("A03")
  void aProblemCarriesTheRequestIdItWasAnsweredWith() {
    HttpResponse<String> answer = gateway.get("/api/nothing", "X-Request-Id", "abc-12345");
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"https://rollingpaper.app/problems/not-found\",\"title\":\"There is nothing here\","
                + "\"status\":404,\"requestId\":\"abc-12345\"}");
  }

  @Test
  @Tag("G11")
  void traceIsRefused() {
    HttpResponse<String> answer =
        gateway.send(gateway.request("/api/papers").method("TRACE", BodyPublishers.noBody()));
    assertProblem(answer, 405, "method-not-allowed");
    assertThat(answer.headers().firstValue("Allow")).isPresent();
    assertThat(upstream.seen).isEmpty();
  }

  @Test
  @Tag("G11")
  void aSmallAnswerThatIsCutOffIsNoAnswer() {
    upstream.answers(Upstream.cutOff(100));
    HttpResponse<String> answer = gateway.post("/api/papers", "{}");
    assertProblem(answer, 502, "bad-gateway");
    assertThat(answer.body()).doesNotContain("only this");
  }

  @Test
  @Tag("G11")
  void aLargeAnswerThatIsCutOffIsNotPassedOffAsWhole() {
    upstream.answers(Upstream.cutOff(100_000));
    String raw = exchangeRaw("POST /api/papers HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
    // The connection is closed before the announced length is reached, which is how a client can
    // tell.
    assertThat(raw).containsIgnoringCase("content-length: 100000");
    assertThat(raw.substring(raw.indexOf("\r\n\r\n") + 4)).hasSizeLessThan(100_000);
  }

  @Test
  @Tag("G11")
  void oversizedHeadersAreRefused() {
    String raw = "GET /api/papers HTTP/1.1\r\nHost: h\r\nX-Big: " + "x".repeat(20_000) + "\r\n\r\n";
    String answer = exchangeRaw(raw);
    assertThat(answer).startsWith("HTTP/1.1 431 ").contains("/problems/headers-too-large\"");
    assertReadable(answer);
    assertThat(upstream.seen).isEmpty();
  }

  @Test
  @Tag("G11")
  void aRequestWithTwoLengthsIsRefusedOrReadOneWayOnly() {
    String smuggled =
        "POST /api/papers HTTP/1.1\r\nHost: h\r\nContent-Length: 35\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "0\r\n\r\nGET /api/papers/secret HTTP/1.1\r\n\r\n";
    assertThat(exchangeRaw(smuggled)).startsWith("HTTP/1.1 400");
    assertThat(upstream.seen).isEmpty();
    String twice =
        "POST /api/papers HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab";
    assertThat(exchangeRaw(twice)).startsWith("HTTP/1.1 400");
    assertThat(upstream.seen).isEmpty();
  }

  @Test
  @Tag("G11")
  void whatIsNoRequestIsRefused() {
    for (String odd :
        new String[] {
          "nonsense\r\n\r\n",
          "GET /api/papers HTTP/1.1\r\nHost: h\r\nBad Header: x\r\n\r\n",
          "GET /api/papers HTTP/1.1\r\nHost: h\r\n folded: x\r\n\r\n",
          "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: h\r\n\r\n"
        }) {
      String answer = exchangeRaw(odd);
      assertThat(answer).matches("(?s)HTTP/1.[01] 4(00|13|14|31) .*");
      assertReadable(answer);
    }
    assertThat(upstream.seen).isEmpty();
  }

  /** What never became a request is answered like any other that is refused. */
  private static void assertReadable(String answer) {
    String[] parts = answer.split("\r\n\r\n", 2);
    assertThat(parts[0])
        .containsIgnoringCase("content-type: application/problem+json")
        .containsIgnoringCase("content-length: " + parts[1].length());
    Matcher id = Pattern.compile("(?i)x-request-id: (\\w+)").matcher(parts[0]);
    assertThat(id.find()).isTrue();
    assertThat(parts[1])
        .contains("\"type\":\"https://rollingpaper.app/problems/")
        .endsWith("\"requestId\":\"" + id.group(1) + "\"}");
  }

  @Test
  @Tag("G11")
  void headersThatNeverEndCloseTheConnection() throws IOException {
    try (RunningGateway impatient = new RunningGateway(Map.of("GATEWAY_HEADER_TIMEOUT", "500ms"));
        Socket socket = new Socket("127.0.0.1", impatient.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
      Thread.startVirtualThread(
          () -> {
            try {
              while (true) {
                socket.getOutputStream().write('x');
                LockSupport.parkNanos(50_000_000);
              }
            } catch (IOException closed) {
              return;
            }
          });
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  @Tag("G11")
  void aConnectionGoesOnAfterARequestThatHadToQueueAndWasAnsweredAtOnce() throws IOException {
    String passedOn = "GET /api/papers HTTP/1.1\r\nHost: h\r\n\r\n";
    String refused = "GET /api/nothing HTTP/1.1\r\nHost: h\r\n\r\n";
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket.setSoTimeout(10_000);
      BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (int time = 0; time < 5; time++) {
        socket.getOutputStream().write((passedOn + refused).getBytes(StandardCharsets.US_ASCII));
        assertThat(nextStatus(answers)).isEqualTo("HTTP/1.1 200 OK");
        assertThat(nextStatus(answers)).isEqualTo("HTTP/1.1 404 Not Found");
      }
    }
  }

  /** Reads an answer to its end. */
  private static String nextStatus(BufferedReader answers) throws IOException {
    String status = answers.readLine();
    int length = 0;
    for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    assertThat(answers.skip(length)).isEqualTo(length);
    return status;
  }

  @Test
  @Tag("G11")
  void largeJsonIsZippedForWhoAsksForIt() {
    upstream.answers(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          Upstream.respond(exchange, 200, "\"" + "x".repeat(5_000) + "\"");
        });
    assertThat(
            gateway
                .get("/api/papers", "Accept-Encoding", "gzip")
                .headers()
                .firstValue("Content-Encoding"))
        .hasValue("gzip");
    assertThat(gateway.get("/api/papers").body()).hasSize(5_002);
  }

  @Test
  @Tag("G11")
  void pagesOfOtherSitesGetNoPermission() {
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .request(
                    "/api/papers",
                    "Origin",
                    "https://evil.example",
                    "Access-Control-Request-Method",
                    "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String slug) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .contains("\"type\":\"https://rollingpaper.app/problems/" + slug + "\"")
        .contains("\"status\":" + status)
        .contains(
            "\"requestId\":\"" + answer.headers().firstValue("X-Request-Id").orElseThrow() + "\"")
        .doesNotContain("Exception");
    assertThat(answer.headers().map()).doesNotContainKey("server");
  }

  private static String exchangeRaw(String request) {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static String header(String response, String name) {
    return response
        .lines()
        .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
