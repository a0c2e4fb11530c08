package app.rollingpaper.compose.suites.load;

import app.rollingpaper.compose.embedded.Signal;
import app.rollingpaper.compose.embedded.Waiting;
import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.launcher.ServiceKind;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.FreshSystem;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** An instance of paper-service is killed, or hangs, while requests that may be sent again arrive at a constant rate. */
public final class InstanceFaults {
  private static final Duration BEFORE = Duration.ofSeconds(3);
  private static final Duration HANGING = Duration.ofSeconds(4);
  private static final Duration AFTER = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(60);

  private final RollingPaper system;
  private final Client admin;
  private final Traffic traffic;
  private final double rate;

  private InstanceFaults(RollingPaper system, Traffic traffic, double requestsPerSecond) {
    this.system = system;
    this.admin = new Client(system.gatewayAdminUrl());
    this.traffic = traffic.onlyReading();
    this.rate = requestsPerSecond;
  }

  /**
   * What was seen.
   *
   * @param out from the fault until the gateway sent the instance nothing more
   * @param back from the fault, or from its end, until every instance had its share again
   */
  public record Result(LoadReport load, Duration out, Duration back) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "out after %d ms, back after %d ms, %s",
          out.toMillis(),
          back.toMillis(),
          load);
    }
  }

  /**
   * Kills one; the launcher starts it again.
   *
   * @throws IllegalStateException if it is not seen to go or does not come back
   */
  public static Result kill(RollingPaper system, Traffic traffic, double requestsPerSecond) {
    return new InstanceFaults(system, traffic, requestsPerSecond).kill();
  }

  /**
   * Stops one for some seconds: its connections stay, and nothing is answered on them.
   *
   * @throws IllegalStateException if it is not seen to go or does not come back
   */
  public static Result hang(RollingPaper system, Traffic traffic, double requestsPerSecond) {
    return new InstanceFaults(system, traffic, requestsPerSecond).hang();
  }

  private Result kill() {
    String name = last();
    long pid = system.process(name).pid();
    OpenLoad load = begin();
    long begun = System.nanoTime();
    system.kill(name);
    Duration out = timeUntil("out", begun, () -> !isUp(name));
    timeUntil("running again", begun, () -> system.process(name).pid() != pid);
    Duration back = timeUntil("back", begun, this::allUp);
    return new Result(end(load), out, back);
  }

  private Result hang() {
    String name = last();
    OpenLoad load = begin();
    long begun = System.nanoTime();
    Duration out;
    system.signal(name, Signal.STOP);
    try {
      out = timeUntil("out", begun, () -> !isUp(name));
      LockSupport.parkNanos(HANGING.toNanos());
    } finally {
      system.signal(name, Signal.CONTINUE);
    }
    Duration back = timeUntil("back", System.nanoTime(), this::allUp);
    return new Result(end(load), out, back);
  }

  private String last() {
    return system.instanceNames(ServiceKind.PAPER).getLast();
  }

  private OpenLoad begin() {
    OpenLoad load = OpenLoad.start(system.gatewayUrl(), rate, traffic);
    LockSupport.parkNanos(BEFORE.toNanos());
    return load;
  }

  private static LoadReport end(OpenLoad load) {
    LockSupport.parkNanos(AFTER.toNanos());
    return load.stop();
  }

  private static Duration timeUntil(String what, long begun, BooleanSupplier condition) {
    if (!Waiting.until(SOON, condition)) {
      throw new IllegalStateException("not " + what + " within " + SOON);
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private boolean isUp(String name) {
    return papers().stream()
        .filter(instance -> instance.path("id").asText().equals(name))
        .anyMatch(InstanceFaults::isUp);
  }

  private boolean allUp() {
    List<JsonNode> papers = papers();
    return !papers.isEmpty() && papers.stream().allMatch(InstanceFaults::isUp);
  }

  private static boolean isUp(JsonNode instance) {
    return instance.path("state").asText().equals("up");
  }

  private List<JsonNode> papers() {
    try {
      JsonNode services = admin.get("/instances").send().expect(200).json().path("services");
      return services.path("paper-service").valueStream().toList();
    } catch (IOException away) {
      throw new IllegalStateException("the gateway does not tell its instances", away);
    }
  }

  /** {@code requests/s times}: the whole figures, on a system of its own. */
  public static void main(String[] arguments) throws IOException {
    double rate = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1_000;
    int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    try (RollingPaper system = FreshSystem.trained("instance-faults")) {
      Traffic traffic = Traffic.prepare(system.gatewayUrl(), 50, 8);
      DeployUnderLoad.warmUp(system.gatewayUrl(), rate, DeployUnderLoad.WARM_UP, traffic);
      for (int time = 0; time < times; time++) {
        System.out.println("[kill] " + kill(system, traffic, rate));
        System.out.println("[hang] " + hang(system, traffic, rate));
      }
    }
  }
}
