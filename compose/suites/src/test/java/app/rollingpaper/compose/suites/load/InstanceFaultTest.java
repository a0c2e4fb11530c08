package app.rollingpaper.compose.suites.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.Signal;
import app.rollingpaper.compose.embedded.Waiting;
import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.launcher.ServiceKind;
import app.rollingpaper.compose.suites.Client;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Instances die and hang under load. */
final class InstanceFaultTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final RollingPaper system = DeploySystem.get();
  private final String base = system.gatewayUrl();
  private final Client admin = new Client(system.gatewayAdminUrl());

  @Test
  @Tag("G02")
  void noIdempotentRequestFailsWhenAnInstanceIsKilled() throws Exception {
    Traffic traffic = Traffic.prepare(base, 10, 2).onlyReading();
    String name = system.instanceNames(ServiceKind.PAPER).getLast();
    OpenLoad load = OpenLoad.start(base, 100, traffic);
    pause(Duration.ofSeconds(2));
    long pid = system.process(name).pid();
    long killed = System.nanoTime();
    system.kill(name);
    await()
        .atMost(SOON)
        .until(() -> system.process(name).pid() != pid && system.awaitReady(name, SOON));
    Duration back = Duration.ofNanos(System.nanoTime() - killed);
    await().atMost(SOON).until(() -> states().stream().allMatch("up"::equals));
    pause(Duration.ofSeconds(3));
    LoadReport report = load.stop();
    System.out.println("[kill] back after " + back.toMillis() + " ms, " + report);
    assertThat(report.errors()).isEmpty();
  }

  @Test
  @Tag("G02")
  void anInstanceThatHangsIsOutSoonAndComesBackWithoutABurstOfErrors() throws Exception {
    Traffic traffic = Traffic.prepare(base, 10, 2).onlyReading();
    String name = system.instanceNames(ServiceKind.PAPER).getLast();
    OpenLoad load = OpenLoad.start(base, 100, traffic);
    pause(Duration.ofSeconds(3));
    long stopped = System.nanoTime();
    Duration out;
    system.signal(name, Signal.STOP);
    try {
      assertThat(Waiting.until(SOON, () -> !state(name).equals("up"))).isTrue();
      out = Duration.ofNanos(System.nanoTime() - stopped);
      pause(Duration.ofSeconds(4));
    } finally {
      system.signal(name, Signal.CONTINUE);
    }
    await().atMost(SOON).until(() -> state(name).equals("up"));
    pause(Duration.ofSeconds(5));
    LoadReport report = load.stop();
    System.out.println("[hang] out after " + out.toMillis() + " ms, " + report);
    assertThat(out).isLessThan(Duration.ofSeconds(3));
    assertThat(report.failed()).isLessThanOrEqualTo(report.sent() / 1_000);
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  private List<JsonNode> papers() throws IOException {
    JsonNode services = admin.get("/instances").send().expect(200).json().path("services");
    return services.path("paper-service").valueStream().toList();
  }

  private List<String> states() throws IOException {
    return papers().stream().map(instance -> instance.path("state").asText()).toList();
  }

  private String state(String name) {
    try {
      return papers().stream()
          .filter(instance -> instance.path("id").asText().equals(name))
          .map(instance -> instance.path("state").asText())
          .findFirst()
          .orElse("");
    } catch (IOException away) {
      return "";
    }
  }
}
