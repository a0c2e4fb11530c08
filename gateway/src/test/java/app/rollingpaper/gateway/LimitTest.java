package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.testing.TestRedis;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {
  private Upstream one;

  @BeforeEach
  void startOne() {
    one = new Upstream("one");
  }

  @AfterEach
  void closeOne() {
    one.close();
  }

  @Test
  @Tag("G04")
  void whatIsTooMuchIsRefusedAtOnceAndTheRestIsAnswered() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    one.answers(
        exchange -> {
          awaitQuietly(release);
          Upstream.respond(exchange, 200, "late");
        });
    try (RunningGateway gateway =
        new RunningGateway(Map.of("GATEWAY_MAX_IN_FLIGHT_PER_SERVICE", "4"))) {
      gateway.list("paper-service", one);
      List<CompletableFuture<HttpResponse<String>>> taken =
          Stream.generate(() -> gateway.request("/api/papers").build())
              .limit(4)
              .map(request -> gateway.client().sendAsync(request, BodyHandlers.ofString()))
              .toList();
      await().until(() -> one.seen.size() == 4);
      long[] millis =
          IntStream.range(0, 21)
              .mapToLong(
                  request -> {
                    long sentAt = System.nanoTime();
                    HttpResponse<String> refused = gateway.get("/api/papers");
                    assertThat(refused.statusCode()).isEqualTo(503);
                    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
                    assertThat(refused.body()).contains("/problems/overloaded");
                    return Duration.ofNanos(System.nanoTime() - sentAt).toMillis();
                  })
              .sorted()
              .toArray();
      assertThat(millis[10]).isLessThanOrEqualTo(50);
      assertThat(gateway.get("/api/users/me").body()).doesNotContain("overloaded");
      release.countDown();
      assertThat(taken).allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo("late"));
      assertThat(gateway.admin("/metrics").body()).contains("gateway_shed_total 21");
      one.answers(Upstream.with(200, "one"));
      assertThat(gateway.get("/api/papers").body()).isEqualTo("one");
    } finally {
      release.countDown();
    }
  }

  @Test
  @Tag("G11")
  void aServiceThatOnlyFailsIsSparedAndTriedAgain() {
    try (RunningGateway gateway =
        new RunningGateway(
            Map.of("GATEWAY_BREAKER_WAIT", "500ms", "GATEWAY_EJECT_AFTER", "1000"))) {
      gateway.list("paper-service", one);
      one.answers(Upstream.hangUp());
      for (int request = 0; request < 20; request++) {
        assertThat(gateway.post("/api/papers", "{}").statusCode()).isEqualTo(502);
      }
      one.seen.clear();
      HttpResponse<String> spared = gateway.post("/api/papers", "{}");
      assertThat(spared.statusCode()).isEqualTo(503);
      assertThat(spared.headers().firstValue("Retry-After")).isPresent();
      assertThat(one.seen).isEmpty();
      assertThat(gateway.admin("/metrics").body())
          .contains("gateway_breaker_open{service=\"paper-service\",state=\"open\"} 1");
      one.answers(Upstream.with(200, "one"));
      await().until(() -> gateway.post("/api/papers", "{}").statusCode() == 200);
    }
  }

  @Test
  @Tag("G11")
  void whatFailedBeforeAnInstanceWasWellIsForgotten() {
    try (RunningGateway gateway = new RunningGateway(Map.of("GATEWAY_EJECT_AFTER", "1000"))) {
      gateway.list("paper-service", one);
      one.answers(Upstream.hangUp());
      for (int request = 0; request < 15; request++) {
        assertThat(gateway.post("/api/papers", "{}").statusCode()).isEqualTo(502);
      }
      one.ready(503);
      gateway.awaitState(one, "not-ready");
      one.answers(Upstream.with(200, "one"));
      one.ready(200);
      gateway.awaitState(one, "up");
      for (int request = 0; request < 15; request++) {
        assertThat(gateway.post("/api/papers", "{}").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  @Tag("G11")
  void anAddressMaySignUpOnlySoOften() {
    try (RunningGateway gateway = new RunningGateway(Map.of("GATEWAY_LIMIT_SIGN_UP", "3/1m"))) {
      gateway.list("user-service", one);
      for (int request = 0; request < 3; request++) {
        assertThat(signUp(gateway, "9.9.9." + request).statusCode()).isEqualTo(200);
      }
      HttpResponse<String> refused = signUp(gateway, "9.9.9.9");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(1, 60);
      assertThat(gateway.get("/api/users/me").statusCode()).isEqualTo(200);
      assertThat(gateway.post("/api/sessions", "{}").statusCode()).isEqualTo(200);
    }
  }

  @Test
  @Tag("G11")
  void onlyATrustedProxyMaySayForWhomItAsks() {
    try (RunningGateway gateway =
        new RunningGateway(
            Map.of(
                "GATEWAY_LIMIT_SIGN_UP",
                "1/1m",
                "GATEWAY_TRUSTED_PROXIES",
                "127.0.0.0/8, 10.0.0.0/8"))) {
      gateway.list("user-service", one);
      assertThat(signUp(gateway, "9.9.9.1").statusCode()).isEqualTo(200);
      assertThat(signUp(gateway, "9.9.9.2").statusCode()).isEqualTo(200);
      assertThat(signUp(gateway, "8.8.8.8, 9.9.9.2, 10.1.1.1").statusCode()).isEqualTo(429);
      assertThat(signUp(gateway, "9.9.9.3, nonsense").statusCode()).isEqualTo(200);
    }
  }

  @Test
  @Tag("G11")
  void gatewaysCountTogetherInRedis() {
    Map<String, String> settings =
        Map.of(
            "GATEWAY_LIMIT_SIGN_UP",
            "4/10m",
            "GATEWAY_TRUSTED_PROXIES",
            "127.0.0.1",
            "GATEWAY_REDIS_URL",
            TestRedis.url());
    // An address of this run's own: a server that is shared may still remember an earlier one.
    String address = "2001:db8::" + Long.toHexString(System.nanoTime() & 0xffff);
    try (RunningGateway first = new RunningGateway(settings);
        RunningGateway second = new RunningGateway(settings)) {
      first.list("user-service", one);
      second.list("user-service", one);
      for (int request = 0; request < 2; request++) {
        assertThat(signUp(first, address).statusCode()).isEqualTo(200);
        assertThat(signUp(second, address).statusCode()).isEqualTo(200);
      }
      assertThat(signUp(first, address).statusCode()).isEqualTo(429);
      assertThat(signUp(second, address).statusCode()).isEqualTo(429);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://127.0.0.1:1",
        "redis-sentinel://127.0.0.1:1/primary",
        "redis-cluster://127.0.0.1:1"
      })
  @Tag("G11")
  void withoutItsRedisAGatewayCountsAlone(String redisUrl) {
    try (RunningGateway gateway =
        new RunningGateway(
            Map.of("GATEWAY_LIMIT_SIGN_UP", "2/10m", "GATEWAY_REDIS_URL", redisUrl))) {
      gateway.list("user-service", one);
      assertThat(signUp(gateway, "").statusCode()).isEqualTo(200);
      assertThat(signUp(gateway, "").statusCode()).isEqualTo(200);
      assertThat(signUp(gateway, "").statusCode()).isEqualTo(429);
      assertThat(gateway.admin("/metrics").body()).contains("gateway_rate_uncounted_total 3");
    }
  }

  @Test
  @Tag("G11")
  void anAddressMayHoldOnlySoManyConnections() throws IOException {
    try (RunningGateway gateway =
            new RunningGateway(Map.of("GATEWAY_MAX_CONNECTIONS_PER_ADDRESS", "2"));
        Socket first = new Socket("127.0.0.1", gateway.port());
        Socket second = new Socket("127.0.0.1", gateway.port());
        Socket third = new Socket("127.0.0.1", gateway.port())) {
      third.setSoTimeout(20_000);
      assertThat(third.getInputStream().read()).isEqualTo(-1);
      first.shutdownOutput();
      await().until(() -> gateway.get("/").statusCode() == 200);
      assertThat(second.isConnected()).isTrue();
    }
  }

  private static HttpResponse<String> signUp(RunningGateway gateway, String forwardedFor) {
    return forwardedFor.isEmpty()
        ? gateway.post("/api/users", "{}")
        : gateway.post("/api/users", "{}", "X-Forwarded-For", forwardedFor);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
