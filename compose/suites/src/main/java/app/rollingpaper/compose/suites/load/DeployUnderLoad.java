package app.rollingpaper.compose.suites.load;

import app.rollingpaper.compose.launcher.DeployOutcome;
import app.rollingpaper.compose.launcher.DeployRequest;
import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.launcher.ServiceKind;
import app.rollingpaper.compose.launcher.Strategy;
import app.rollingpaper.compose.suites.FreshSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every service is drained, exchanged and restored in turn, while requests arrive at a constant rate and people sit before
 * their papers with open sockets; then it is counted what failed, what is lost and who did not come back.
 */
public final class DeployUnderLoad {
  static final Duration WARM_UP = Duration.ofMinutes(4);
  private static final Duration SETTLE = Duration.ofSeconds(60);

  private DeployUnderLoad() {}

  /** What was seen. */
  public record Result(
      LoadReport load,
      List<DeployOutcome> outcomes,
      long edits,
      long ops,
      long returns,
      List<String> lost,
      boolean allBack) {}

  /**
   * How much of it.
   *
   * @param warmUp how long requests come before anything is exchanged, a third of them at first: what has just been started
   *     still compiles itself
   */
  public record Scale(
      double requestsPerSecond, int sockets, double opsPerSecond, int papers, Duration warmUp) {}

  /** Exchanges every service in turn. */
  public static Result run(RollingPaper system, Scale scale, Strategy strategy) throws IOException {
    return run(system, scale, strategy, List.of(ServiceKind.values()));
  }

  private static Result run(
      RollingPaper system, Scale scale, Strategy strategy, List<ServiceKind> kinds)
      throws IOException {
    String base = system.gatewayUrl();
    Traffic traffic = Traffic.prepare(base, scale.papers(), 8);
    List<DeployOutcome> outcomes = new ArrayList<>();
    try (Sockets sockets = Sockets.open(base, traffic.papers(), scale.sockets())) {
      sockets.writing(scale.opsPerSecond());
      warmUp(base, scale.requestsPerSecond(), scale.warmUp(), traffic);
      OpenLoad load = OpenLoad.start(base, scale.requestsPerSecond(), traffic);
      for (ServiceKind kind : kinds) {
        DeployRequest request = DeployRequest.of(strategy).called("next-" + kind.shortName());
        outcomes.add(
            system.deploy(
                kind,
                request,
                line -> System.out.println("[deploy] " + line + "  | " + load.report())));
        String name = system.instanceNames(kind).getFirst();
        if (system.instanceNames(kind).size() > 1) {
          system.drain(name);
          system.restore(name);
        }
      }
      LoadReport report = load.stop();
      boolean settled = sockets.settle(SETTLE);
      boolean allBack = sockets.allLive(SETTLE);
      List<String> lost = new ArrayList<>(traffic.lost());
      lost.addAll(sockets.lost());
      if (!settled) {
        lost.add("not everything written on sockets was saved");
      }
      System.out.println("[load] " + sockets);
      return new Result(
          report,
          outcomes,
          traffic.acknowledged(),
          sockets.written(),
          sockets.returns(),
          lost,
          allBack);
    }
  }

  /** Requests for a while, a third of them at first. */
  static void warmUp(String base, double requestsPerSecond, Duration time, Traffic traffic) {
    Duration half = time.dividedBy(2);
    System.out.println(
        "[load] warm-up " + OpenLoad.run(base, requestsPerSecond / 3, half, traffic));
    System.out.println("[load] warm-up " + OpenLoad.run(base, requestsPerSecond, half, traffic));
  }

  /** {@code requests/s sockets strategy services}: the whole figures, on a system of its own. */
  public static void main(String[] arguments) throws IOException {
    double rate = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1_000;
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
    Strategy strategy = arguments.length > 2 ? Strategy.valueOf(arguments[2]) : Strategy.ROLLING;
    List<ServiceKind> kinds =
        arguments.length > 3
            ? Arrays.stream(arguments[3].split(",")).map(ServiceKind::valueOf).toList()
            : List.of(ServiceKind.values());
    try (RollingPaper system = FreshSystem.trained("deploy-under-load")) {
      Footprint footprint = new Footprint(system);
      Result result = run(system, new Scale(rate, count, 50, 50, WARM_UP), strategy, kinds);
      footprint.lines().forEach(line -> System.out.println("[footprint] " + line));
      System.out.println(result);
    }
  }
}
