package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static RunningGateway gateway;
  private Upstream one;
  private Upstream two;

  @BeforeAll
  static void start() {
    gateway = new RunningGateway(Map.of("GATEWAY_CHECK_INTERVAL", "300ms"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void startTwo() {
    one = new Upstream("one");
    two = new Upstream("two");
  }

  @AfterEach
  void closeTwo() {
    one.close();
    two.close();
  }

  @Test
  @Tag("G02")
  void anInstanceThatSaysItIsNotReadyGetsNothingMoreAndComesBack() {
    gateway.list("paper-service", one, two);
    one.ready(503);
    gateway.awaitState(one, "not-ready");
    one.seen.clear();
    for (int request = 0; request < 20; request++) {
      assertThat(gateway.get("/api/papers").body()).isEqualTo("two");
    }
    assertThat(one.seen).isEmpty();
    one.ready(200);
    gateway.awaitState(one, "up");
    await().until(() -> gateway.get("/api/papers").body().equals("one"));
  }

  @Test
  @Tag("G02")
  void oneBadCheckIsForgivenAndTwoAreNot() {
    gateway.list("paper-service", one, two);
    one.ready(500);
    await().atMost(Duration.ofSeconds(3)).until(() -> gateway.state(one).equals("down"));
  }

  @Test
  @Tag("G02")
  void anInstanceThatIsNotReadyAtFirstIsNotUsed() {
    one.ready(503);
    gateway.list("paper-service", one, two);
    for (int request = 0; request < 10; request++) {
      assertThat(gateway.get("/api/papers").body()).isEqualTo("two");
    }
  }

  @Test
  @Tag("G02")
  void whenNobodyIsWellSomebodyIsTriedAllTheSame() {
    one.ready(500);
    gateway.list("paper-service", one);
    gateway.awaitState(one, "down");
    assertThat(gateway.get("/api/papers").body()).isEqualTo("one");
  }

  @Test
  @Tag("G02")
  void theListIsReadAgainWhenItChanges() {
    gateway.list("paper-service", one);
    assertThat(gateway.get("/api/papers").body()).isEqualTo("one");
    gateway.list("paper-service", two);
    assertThat(gateway.get("/api/papers").body()).isEqualTo("two");
    assertThat(gateway.instances()).doesNotContain("\"one\"");
  }

  @Test
  @Tag("G02")
  void aListThatCannotBeReadLeavesTheLastOneInForce() {
    gateway.list("paper-service", one);
    gateway.write("{\"services\":{\"paper-service\":[{\"id\":\"broken\"}]}}");
    gateway.write("{");
    await()
        .during(Duration.ofMillis(600))
        .until(() -> gateway.get("/api/papers").body().equals("one"));
  }

  @Test
  @Tag("G01")
  void anEmptyFleetDoesNotKeepTheGatewayShut() {
    gateway.write("{\"services\":{}}");
    await().until(() -> !gateway.instances().contains("id"));
    assertThat(gateway.get("/").statusCode()).isEqualTo(200);
    assertThat(gateway.get("/api/papers").statusCode()).isEqualTo(503);
    assertThat(gateway.admin("/health/ready").statusCode()).isEqualTo(200);
    assertThat(gateway.admin("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  @Tag("G01")
  void operatorsSeeWhatEachInstanceDoes() {
    gateway.list("paper-service", one);
    gateway.get("/api/papers");
    await()
        .until(
            () ->
                gateway
                    .instances()
                    .contains("\"inFlight\":0,\"sockets\":0,\"requests\":1,\"failures\":0"));
    assertThat(gateway.admin("/metrics").headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain");
    assertThat(gateway.admin("/metrics").body())
        .contains("gateway_instance_up{service=\"paper-service\",instance=\"one\"} 1")
        .contains("gateway_requests_total{status=\"2xx\"}")
        .contains("gateway_request_seconds_count");
  }

  @Test
  @Tag("G01")
  void thePublicPortHasNothingOfTheOperators() {
    for (String path :
        new String[] {
          "/actuator", "/actuator/gateway/routes", "/instances", "/metrics", "/health/ready"
        }) {
      assertThat(gateway.get(path).statusCode()).as(path).isEqualTo(404);
    }
  }
}
