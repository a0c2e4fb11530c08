package app.rollingpaper.compose.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests that any instance may answer are shared. */
@Tag("G01")
final class EvennessTest {
  /** So few that neither instance falls behind, however cold it is: who does is spared, and the shares are not even. */
  private static final int CALLERS = 3;

  /** So many that chance alone would be five deviations away from the tolerance. */
  private static final int REQUESTS = 10_000;

  private static final double TOLERANCE = 5;

  private final Client client = SharedSystem.client();
  private final Fleet fleet = SharedSystem.fleet();

  @Test
  void eachInstanceIsGivenItsShare() throws Exception {
    // One that came back a moment ago is spared for a while.
    await().atMost(Duration.ofSeconds(60)).until(fleet::isSettled);
    Person person =
        SharedSystem.people().signUp("even-" + UUID.randomUUID() + "@example.org", "지우", "ko");
    Map<String, Long> before = requests();
    Callers.ask(CALLERS, REQUESTS, _ -> () -> list(person));
    Map<String, Long> after = requests();
    assertThat(after).hasSizeGreaterThan(1).hasSameSizeAs(before);
    System.out.println("[even] before " + before + ", after " + after);
    after.forEach(
        (id, requests) ->
            assertThat((double) (requests - before.get(id)))
                .as(id)
                .isCloseTo((double) REQUESTS / after.size(), withPercentage(TOLERANCE)));
  }

  private int list(Person person) throws IOException {
    return client.get("/api/papers?limit=1").as(person).send().status();
  }

  private Map<String, Long> requests() throws IOException {
    return fleet.instances().stream()
        .filter(instance -> instance.service().equals("paper-service"))
        .collect(Collectors.toMap(Fleet.Instance::id, Fleet.Instance::requests));
  }
}
