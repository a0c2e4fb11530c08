package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private static RunningGateway gateway;
  private Upstream one;
  private Upstream two;
  private Upstream three;

  @BeforeAll
  static void start() {
    gateway = new RunningGateway();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void listThree() {
    one = new Upstream("one");
    two = new Upstream("two");
    three = new Upstream("three");
    gateway.list("paper-service", one, two, three);
  }

  @AfterEach
  void closeThree() {
    one.close();
    two.close();
    three.close();
  }

  @Test
  @Tag("G12")
  void onePapersRequestsStayOnOneInstance() {
    for (int paper = 0; paper < 20; paper++) {
      String first = gateway.get("/api/papers/paper-" + paper).body();
      assertThat(gateway.get("/api/papers/paper-" + paper + "/notes?limit=5").body())
          .isEqualTo(first);
      assertThat(gateway.post("/api/papers/paper-" + paper + "/notes", "{}").body())
          .isEqualTo(first);
    }
  }

  @Test
  @Tag("G12")
  void papersAreSpreadOverAllInstances() {
    Map<String, Long> shares =
        IntStream.range(0, 300)
            .mapToObj(paper -> gateway.get("/api/papers/" + paper + "-a0b1").body())
            .collect(Collectors.groupingBy(instance -> instance, Collectors.counting()));
    assertThat(shares)
        .hasSize(3)
        .allSatisfy((instance, share) -> assertThat(share).isBetween(65L, 135L));
  }

  @Test
  @Tag("G12")
  void onlyThePapersOfALostInstanceMove() {
    Map<Integer, String> before =
        IntStream.range(0, 100)
            .boxed()
            .collect(Collectors.toMap(n -> n, n -> gateway.get("/api/papers/p" + n).body()));
    three.ready(503);
    gateway.awaitState(three, "not-ready");
    before.forEach(
        (paper, instance) -> {
          String now = gateway.get("/api/papers/p" + paper).body();
          if (instance.equals("three")) {
            assertThat(now).isIn("one", "two");
          } else {
            assertThat(now).isEqualTo(instance);
          }
        });
  }

  @Test
  @Tag("G01")
  void requestsWithoutAPaperAreSharedEvenly() {
    for (int request = 0; request < 150; request++) {
      gateway.get("/api/papers");
    }
    assertThat(one.seen.size()).isBetween(48, 52);
    assertThat(two.seen.size()).isBetween(48, 52);
    assertThat(three.seen.size()).isBetween(48, 52);
  }

  @Test
  @Tag("G01")
  void eachPathGoesToItsService() {
    gateway.list("user-service", one);
    assertThat(gateway.get("/api/users/me").body()).isEqualTo("one");
    assertThat(gateway.post("/api/sessions", "{}").body()).isEqualTo("one");
    assertThat(gateway.post("/api/users", "{}").body()).isEqualTo("one");
    assertThat(gateway.get("/.well-known/jwks.json").body()).isEqualTo("one");
    assertThat(gateway.get("/api/inbox").statusCode()).isEqualTo(503);
    gateway.list("notification-service", two);
    assertThat(gateway.post("/api/inbox/7/read", "").body()).isEqualTo("two");
  }

  @Test
  @Tag("G01")
  void pathQueryMethodAndBodyArriveAsTheyWereSent() {
    gateway.post(
        "/api/papers/p%20%C3%A9/notes?a=1%262&b=%ED%95%9C",
        "{\"text\":\"한글\"}", "Content-Type", "application/json");
    Upstream.Seen seen =
        Stream.of(one, two, three)
            .flatMap(upstream -> upstream.seen.stream())
            .findFirst()
            .orElseThrow();
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(seen.uri()).isEqualTo("/api/papers/p%20%C3%A9/notes?a=1%262&b=%ED%95%9C");
    assertThat(seen.body()).isEqualTo("{\"text\":\"한글\"}");
    assertThat(seen.headers().getFirst("Content-Type")).isEqualTo("application/json");
  }
}
