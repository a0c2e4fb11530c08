package app.rollingpaper.compose.suites.load;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.compose.launcher.RollingPaper;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Instances die and hang under load. */
final class InstanceFaultTest {
  private static final double REQUESTS_PER_SECOND = 100;

  private final RollingPaper system = DeploySystem.get();

  @Test
  @Tag("G02")
  void noIdempotentRequestFailsWhenAnInstanceIsKilled() throws IOException {
    InstanceFaults.Result result = InstanceFaults.kill(system, traffic(), REQUESTS_PER_SECOND);
    System.out.println("[kill] " + result);
    assertThat(result.load().errors()).isEmpty();
  }

  @Test
  @Tag("G02")
  void anInstanceThatHangsIsOutSoonAndComesBackWithoutABurstOfErrors() throws IOException {
    InstanceFaults.Result result = InstanceFaults.hang(system, traffic(), REQUESTS_PER_SECOND);
    System.out.println("[hang] " + result);
    assertThat(result.out()).isLessThan(Duration.ofSeconds(3));
    assertThat(result.load().failed()).isLessThanOrEqualTo(result.load().sent() / 1_000);
  }

  private Traffic traffic() throws IOException {
    return Traffic.prepare(system.gatewayUrl(), 10, 2);
  }
}
