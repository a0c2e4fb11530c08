package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static RunningGateway gateway;
  private Upstream one;
  private Upstream two;

  @BeforeAll
  static void start() {
    gateway = new RunningGateway(java.util.Map.of("GATEWAY_DEADLINE", "1s"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void listTwo() {
    one = new Upstream("one");
    two = new Upstream("two");
    gateway.list("paper-service", one, two);
  }

  @AfterEach
  void closeTwo() {
    one.close();
    two.close();
  }

  private int seen() {
    return one.seen.size() + two.seen.size();
  }

  @Test
  @Tag("G11")
  void aRefusedConnectionIsNoFailureForAnyMethod() {
    one.refuseConnections();
    for (int request = 0; request < 10; request++) {
      HttpResponse<String> answer = gateway.post("/api/papers", "{\"n\":" + request + "}");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("two");
    }
    assertThat(two.seen)
        .hasSize(10)
        .allSatisfy(request -> assertThat(request.body()).startsWith("{\"n\":"));
  }

  @Test
  @Tag("G02")
  void aRefusedConnectionTakesTheInstanceOutUntilItIsWellAgain() {
    one.refuseConnections();
    one.ready(500);
    Stream.generate(() -> gateway.get("/api/papers"))
        .limit(4)
        .forEach(answer -> assertThat(answer.body()).isEqualTo("two"));
    assertThat(gateway.state(one)).isEqualTo("down");
  }

  @Test
  @Tag("G11")
  void aPostThatReachedAnInstanceIsNotSentAgain() {
    one.answers(Upstream.hangUp());
    two.answers(Upstream.hangUp());
    HttpResponse<String> answer = gateway.post("/api/papers", "{}");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(answer.body()).contains("/problems/bad-gateway");
    assertThat(seen()).isOne();
  }

  @Test
  @Tag("G11")
  void aPostWithAnIdempotencyKeyIsSentToTheOtherInstanceOnce() {
    one.answers(Upstream.hangUp());
    two.answers(Upstream.hangUp());
    HttpResponse<String> answer =
        gateway.post("/api/papers", "{\"a\":1}", "Idempotency-Key", "k-1");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(one.seen).hasSize(1);
    assertThat(two.seen).hasSize(1);
    assertThat(two.seen.getFirst().body()).isEqualTo("{\"a\":1}");
  }

  @Test
  @Tag("G11")
  void aGetIsAnsweredByTheOtherInstanceWhenOneHangsUp() {
    one.answers(Upstream.hangUp());
    for (int request = 0; request < 6; request++) {
      assertThat(gateway.get("/api/papers").body()).isEqualTo("two");
    }
  }

  @Test
  @Tag("G11")
  void aGetIsAnsweredByTheOtherInstanceWhenOneDiesInTheMiddleOfAnAnswer() {
    one.answers(Upstream.cutOff(100));
    for (int request = 0; request < 6; request++) {
      assertThat(gateway.get("/api/papers").body()).isEqualTo("two");
    }
  }

  @Test
  @Tag("G11")
  void a503IsTriedElsewhereForAGetAndPassedOnForAPost() {
    one.answers(
        exchange -> {
          exchange.getResponseHeaders().set("X-Old", "1");
          Upstream.respond(exchange, 503, "busy");
        });
    for (int request = 0; request < 6; request++) {
      HttpResponse<String> answer = gateway.get("/api/papers");
      assertThat(answer.body()).isEqualTo("two");
      assertThat(answer.headers().firstValue("X-Old")).isEmpty();
    }
    two.answers(Upstream.with(503, "busy"));
    assertThat(gateway.post("/api/papers", "{}").body()).isEqualTo("busy");
    assertThat(gateway.get("/api/papers").body()).isEqualTo("busy");
  }

  @Test
  @Tag("G11")
  void aRefusalOfAnInstanceThatHasDoneNothingIsTriedElsewhereForAnyMethod() {
    Upstream.Answer unprocessed =
        exchange -> {
          exchange.getResponseHeaders().set("Request-Unprocessed", "?1");
          Upstream.respond(exchange, 503, "none");
        };
    one.answers(unprocessed);
    for (int request = 0; request < 6; request++) {
      assertThat(gateway.post("/api/papers", "{\"n\":1}").body()).isEqualTo("two");
    }
    assertThat(two.seen).allSatisfy(request -> assertThat(request.body()).isEqualTo("{\"n\":1}"));
    two.answers(unprocessed);
    HttpResponse<String> refused = gateway.post("/api/papers", "{}");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Request-Unprocessed")).isEmpty();
    // What an instance only may have done stays with it.
    one.answers(
        exchange -> {
          exchange.getResponseHeaders().set("Request-Unprocessed", "?0");
          Upstream.respond(exchange, 503, "busy");
        });
    two.answers(Upstream.with(503, "busy"));
    int before = seen();
    assertThat(gateway.post("/api/papers", "{}").body()).isEqualTo("busy");
    assertThat(seen() - before).isOne();
  }

  @Test
  @Tag("G11")
  void whenMuchIsRefusedOnlyAFractionIsTriedElsewhere() {
    gateway.list("user-service", one, two);
    one.answers(Upstream.with(503, "busy"));
    two.answers(Upstream.with(503, "busy"));
    int requests = 200;
    for (int request = 0; request < requests; request++) {
      assertThat(gateway.get("/api/users/me").body()).isEqualTo("busy");
    }
    assertThat(seen() - requests).isBetween(20, 30);
    assertThat(gateway.admin("/metrics").body())
        .containsPattern("gateway_retries_withheld_total 17\\d\n");
    one.answers(Upstream.with(200, "one"));
    two.answers(Upstream.with(200, "two"));
    // Each answer gives a tenth of a repetition back.
    for (int request = 0; request < 1_000; request++) {
      gateway.get("/api/users/me");
    }
    one.answers(Upstream.with(503, "busy"));
    assertThat(gateway.get("/api/users/me").body()).isEqualTo("two");
  }

  @Test
  @Tag("G11")
  void anErrorOfTheServiceIsItsAnswer() {
    one.answers(Upstream.with(500, "mine"));
    two.answers(Upstream.with(500, "mine"));
    assertThat(gateway.get("/api/papers").body()).isEqualTo("mine");
    assertThat(seen()).isOne();
  }

  @Test
  @Tag("G11")
  void whatTakesTooLongEndsWith504AndIsNotRepeated() {
    Upstream.Answer never = exchange -> {};
    one.answers(never);
    two.answers(never);
    HttpResponse<String> answer = gateway.get("/api/papers");
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("/problems/timeout").doesNotContain("Exception");
    assertThat(seen()).isOne();
  }

  @Test
  @Tag("G11")
  void nobodyLeftIsA503ThatSaysWhenToComeBack() {
    one.refuseConnections();
    two.refuseConnections();
    HttpResponse<String> answer = gateway.post("/api/papers", "{}");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .contains("/problems/unavailable")
        .doesNotContain("refused")
        .doesNotContain("127.0.0.1");
  }
}
