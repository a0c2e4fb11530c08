package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BalanceTest {
  private Upstream one;
  private Upstream two;

  @BeforeEach
  void startTwo() {
    one = new Upstream("one");
    two = new Upstream("two");
  }

  @AfterEach
  void closeTwo() {
    one.hangs(false);
    one.close();
    two.close();
  }

  @Test
  @Tag("G02")
  void aHungInstanceIsOutWithinTwoSecondsAndWhoWaitedForItIsAnsweredElsewhere() {
    try (RunningGateway gateway =
        new RunningGateway(
            Map.of("GATEWAY_CHECK_INTERVAL", "600ms", "GATEWAY_CHECK_TIMEOUT", "500ms"))) {
      gateway.list("paper-service", one, two);
      one.hangs(true);
      long hungAt = System.nanoTime();
      CompletableFuture<?>[] waiting =
          IntStream.range(0, 20)
              .mapToObj(
                  request ->
                      gateway
                          .client()
                          .sendAsync(
                              gateway.request("/api/papers").build(), BodyHandlers.ofString())
                          .thenAccept(answer -> assertThat(answer.body()).isEqualTo("two")))
              .toArray(CompletableFuture<?>[]::new);
      gateway.awaitState(one, "down");
      assertThat(Duration.ofNanos(System.nanoTime() - hungAt)).isLessThan(Duration.ofSeconds(2));
      CompletableFuture.allOf(waiting).join();
      assertThat(Duration.ofNanos(System.nanoTime() - hungAt)).isLessThan(Duration.ofSeconds(4));
      one.hangs(false);
      gateway.awaitState(one, "up");
    }
  }

  @Test
  @Tag("G02")
  void whatWasTakenFromASlowInstanceComesBackToItWhenTheOtherFails() {
    try (RunningGateway gateway =
        new RunningGateway(
            Map.of("GATEWAY_CHECK_INTERVAL", "600ms", "GATEWAY_CHECK_TIMEOUT", "500ms"))) {
      gateway.list("paper-service", one, two);
      two.answers(
          exchange -> {
            one.hangs(false);
            Upstream.hangUp().to(exchange);
          });
      one.hangs(true);
      for (int request = 0; request < 2; request++) {
        assertThat(gateway.get("/api/papers").body()).isEqualTo("one");
      }
      assertThat(two.seen).isNotEmpty();
    }
  }

  @Test
  @Tag("G11")
  void aPostThatWaitsForAHungInstanceIsNotSentElsewhere() {
    try (RunningGateway gateway = new RunningGateway(Map.of("GATEWAY_DEADLINE", "4s"))) {
      gateway.list("paper-service", one);
      one.hangs(true);
      CompletableFuture<HttpResponse<String>> post =
          gateway
              .client()
              .sendAsync(
                  gateway.request("/api/papers").POST(BodyPublishers.ofString("{}")).build(),
                  BodyHandlers.ofString());
      await().until(() -> one.seen.size() == 1);
      gateway.write(RunningGateway.listing("paper-service", one, two));
      await().until(() -> gateway.instances().contains("\"id\":\"two\""));
      gateway.awaitState(two, "up");
      assertThat(post.join().statusCode()).isEqualTo(504);
      assertThat(two.seen).isEmpty();
    }
  }

  @Test
  @Tag("G02")
  void whoFailsAgainAndAgainIsOutForAWhile() {
    try (RunningGateway gateway =
        new RunningGateway(Map.of("GATEWAY_EJECT_AFTER", "3", "GATEWAY_EJECT_TIME", "1s"))) {
      one.answers(Upstream.with(500, "broken"));
      gateway.list("paper-service", one, two);
      await()
          .until(() -> answers(gateway, 4).containsKey("two") && gateway.state(one).equals("down"));
      one.seen.clear();
      assertThat(answers(gateway, 30)).containsOnlyKeys("two");
      one.answers(Upstream.with(200, "one"));
      await().until(() -> answers(gateway, 4).containsKey("one"));
      assertThat(gateway.admin("/metrics").body()).contains("gateway_ejections_total 1");
    }
  }

  @Test
  @Tag("G02")
  void whoAloneRefusesAgainAndAgainIsOutForAWhile() {
    try (RunningGateway gateway = new RunningGateway(Map.of("GATEWAY_EJECT_AFTER", "3"))) {
      one.answers(Upstream.with(503, "no database"));
      gateway.list("paper-service", one, two);
      assertThat(answers(gateway, 12)).containsOnlyKeys("two");
      assertThat(one.seen).hasSize(3);
      assertThat(gateway.state(one)).isEqualTo("down");
    }
  }

  @Test
  @Tag("G02")
  void whereAllRefuseBecauseThereIsTooMuchToDoNobodyIsTakenOut() {
    try (RunningGateway gateway = new RunningGateway(Map.of("GATEWAY_EJECT_AFTER", "3"))) {
      one.answers(Upstream.with(503, "busy"));
      two.answers(Upstream.with(503, "busy"));
      gateway.list("paper-service", one, two);
      assertThat(answers(gateway, 40)).containsOnlyKeys("busy");
      assertThat(gateway.admin("/metrics").body()).contains("gateway_ejections_total 0");
    }
  }

  @Test
  @Tag("G02")
  void whoRefusesSomeAndAnswersOthersHasTooMuchToDoAndIsNotTakenOut() {
    try (RunningGateway gateway = new RunningGateway(Map.of("GATEWAY_EJECT_AFTER", "3"))) {
      AtomicInteger asked = new AtomicInteger();
      one.answers(
          exchange -> {
            boolean refuses = asked.getAndIncrement() % 5 != 0;
            Upstream.respond(exchange, refuses ? 503 : 200, refuses ? "busy" : "one");
          });
      gateway.list("paper-service", one, two);
      assertThat(answers(gateway, 40)).containsOnlyKeys("one", "two");
      assertThat(asked.get()).isGreaterThan(15);
      assertThat(gateway.admin("/metrics").body()).contains("gateway_ejections_total 0");
    }
  }

  @Test
  @Tag("G02")
  void whatFailsEverywhereTakesOutNoMoreThanHalf() {
    try (RunningGateway gateway = new RunningGateway(Map.of("GATEWAY_EJECT_AFTER", "2"))) {
      one.answers(Upstream.with(500, "broken"));
      two.answers(Upstream.with(500, "broken"));
      gateway.list("paper-service", one, two);
      answers(gateway, 40);
      assertThat(
              IntStream.of(0, 1)
                  .filter(n -> gateway.state(n == 0 ? one : two).equals("down"))
                  .count())
          .isOne();
    }
  }

  @Test
  @Tag("G02")
  void whoComesBackIsGivenItsShareLittleByLittle() {
    try (RunningGateway gateway = new RunningGateway(Map.of("GATEWAY_SLOW_START", "20s"))) {
      gateway.list("paper-service", one, two);
      assertThat(answers(gateway, 100).get("one")).isBetween(45L, 55L);
      one.ready(503);
      gateway.awaitState(one, "not-ready");
      one.ready(200);
      gateway.awaitState(one, "up");
      assertThat(answers(gateway, 200).getOrDefault("one", 0L)).isBetween(1L, 60L);
    }
  }

  @Test
  @Tag("G12")
  void withoutAffinityAPapersRequestsAreSharedToo() {
    try (RunningGateway gateway = new RunningGateway(Map.of("GATEWAY_AFFINITY", "off"))) {
      gateway.list("paper-service", one, two);
      IntStream.range(0, 100).forEach(request -> gateway.get("/api/papers/p-1"));
      assertThat(one.seen.size()).isBetween(48, 52);
      assertThat(two.seen.size()).isBetween(48, 52);
    }
  }

  private static Map<String, Long> answers(RunningGateway gateway, int requests) {
    return IntStream.range(0, requests)
        .mapToObj(request -> gateway.get("/api/papers").body())
        .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()));
  }
}
