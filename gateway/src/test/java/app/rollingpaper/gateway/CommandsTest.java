package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CommandsTest {
  private static final String ONE = "/instances/paper-service/one";
  private static RunningGateway gateway;
  private Upstream one;
  private Upstream two;

  @BeforeAll
  static void start() {
    gateway = new RunningGateway();
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
  @Tag("G03")
  void aDrainedInstanceGetsNothingMoreFromThatMomentAndARestoredOneDoesAgain() {
    gateway.list("paper-service", one, two);
    assertThat(gateway.command("POST", ONE + "/drain", "").body())
        .contains("\"state\":\"draining\"");
    one.seen.clear();
    for (int request = 0; request < 20; request++) {
      assertThat(gateway.get("/api/papers").body()).isEqualTo("two");
    }
    assertThat(one.seen).isEmpty();
    assertThat(gateway.command("POST", ONE + "/restore", "").body()).contains("\"state\":\"up\"");
    assertThat(answers(40)).containsKeys("one", "two");
  }

  @Test
  @Tag("G03")
  void whatTheInstanceSaysOfItselfIsWhatEveryGatewayShows() {
    try (RunningGateway other = new RunningGateway()) {
      gateway.list("paper-service", one, two);
      other.list("paper-service", one, two);
      gateway.command("POST", ONE + "/drain", "");
      other.awaitState(one, "draining");
    }
  }

  @Test
  @Tag("G03")
  void theLastOneThatIsDrainedIsStillBetterThanNobody() {
    gateway.list("paper-service", one);
    gateway.command("POST", ONE + "/drain", "");
    assertThat(gateway.get("/api/papers").body()).isEqualTo("one");
  }

  @Test
  @Tag("G05")
  void aWeightGivesTheShare() {
    gateway.write(
        RunningGateway.listing(
            "paper-service",
            RunningGateway.entry(
                    one, ",\"version\":\"2.0\",\"colour\":\"green\",\"weight\":10,\"later\":true")
                + ","
                + RunningGateway.entry(two, ",\"version\":\"1.0\",\"colour\":\"blue\"")));
    gateway.awaitState(one, "up");
    gateway.awaitState(two, "up");
    assertThat(gateway.instances())
        .contains("\"version\":\"2.0\",\"colour\":\"green\",\"weight\":10")
        .contains("\"version\":\"1.0\",\"colour\":\"blue\",\"weight\":100");
    assertThat(answers(600).get("one")).isBetween(20L, 100L);
    assertThat(answersByPaper(600).get("one")).isBetween(20L, 100L);
  }

  @Test
  @Tag("G05")
  void weightZeroIsForWhenNobodyElseIsLeft() {
    gateway.list("paper-service", one, two);
    assertThat(gateway.command("PUT", ONE + "/weight", "{\"weight\":0}").statusCode())
        .isEqualTo(200);
    assertThat(answers(40)).containsOnlyKeys("two");
    assertThat(answersByPaper(40)).containsOnlyKeys("two");
    two.ready(503);
    gateway.awaitState(two, "not-ready");
    assertThat(answers(10)).containsOnlyKeys("one");
  }

  @Test
  @Tag("G05")
  void aWeightSetByHandHoldsUntilTheListingGivesAnother() {
    gateway.list("paper-service", one, two);
    gateway.command("PUT", ONE + "/weight", "{\"weight\":7}");
    gateway.write(
        RunningGateway.listing(
            "paper-service",
            RunningGateway.entry(one, ",\"version\":\"3\"") + "," + RunningGateway.entry(two, "")));
    await()
        .until(
            () -> gateway.instances().contains("\"version\":\"3\",\"colour\":\"\",\"weight\":7"));
    gateway.write(
        RunningGateway.listing(
            "paper-service",
            RunningGateway.entry(one, ",\"weight\":50") + "," + RunningGateway.entry(two, "")));
    await().until(() -> gateway.instances().contains("\"weight\":50"));
  }

  @Test
  @Tag("G05")
  void figuresOfTheLastSecondsAreShownForEachInstance() {
    one.answers(Upstream.with(500, "no"));
    gateway.list("paper-service", one);
    answers(20);
    // A request is over a moment after its caller has the answer.
    await().until(() -> gateway.instances().contains("\"requests\":20,\"failures\":20"));
    String shown = gateway.instances();
    assertThat(figure(shown, "requestsPerSecond")).isBetween(1.9, 2.3);
    assertThat(figure(shown, "errorsPerSecond")).isBetween(1.9, 2.3);
    assertThat(figure(shown, "p50Ms")).isPositive();
    assertThat(figure(shown, "p99Ms")).isGreaterThanOrEqualTo(figure(shown, "p50Ms"));
  }

  @Test
  @Tag("P16")
  void nothingChangesWithoutTheOperatorsToken() {
    gateway.list("paper-service", one, two);
    for (String token : new String[] {"", "wrong", RunningGateway.OPERATOR_TOKEN + "x"}) {
      assertThat(gateway.command("POST", ONE + "/drain", "", token).statusCode()).isEqualTo(401);
    }
    assertThat(gateway.state(one)).isEqualTo("up");
    try (RunningGateway closed = new RunningGateway(Map.of("GATEWAY_OPERATOR_TOKEN", ""))) {
      closed.list("paper-service", one);
      assertThat(closed.command("POST", ONE + "/drain", "", "").statusCode()).isEqualTo(403);
    }
  }

  @Test
  @Tag("P16")
  void whatCannotBeDoneIsSaid() {
    gateway.list("paper-service", one);
    assertThat(gateway.command("POST", "/instances/paper-service/nobody/drain", "").statusCode())
        .isEqualTo(404);
    for (String body :
        new String[] {"", "{", "{\"weight\":101}", "{\"weight\":\"5\"}", "[" + " ".repeat(5000)}) {
      assertThat(gateway.command("PUT", ONE + "/weight", body).statusCode()).isEqualTo(400);
    }
    one.close();
    assertThat(gateway.command("POST", ONE + "/drain", "").statusCode()).isEqualTo(502);
  }

  private static Map<String, Long> answers(int requests) {
    return IntStream.range(0, requests)
        .mapToObj(request -> gateway.get("/api/papers").body())
        .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()));
  }

  private static Map<String, Long> answersByPaper(int papers) {
    return IntStream.range(0, papers)
        .mapToObj(paper -> gateway.get("/api/papers/p-" + paper).body())
        .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()));
  }

  private static double figure(String shown, String name) {
    int from = shown.indexOf("\"" + name + "\":") + name.length() + 3;
    int to = from;
    while (Character.isDigit(shown.charAt(to)) || shown.charAt(to) == '.') {
      to++;
    }
    return Double.parseDouble(shown.substring(from, to));
  }
}
