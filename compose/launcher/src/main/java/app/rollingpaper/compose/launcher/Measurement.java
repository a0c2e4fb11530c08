package app.rollingpaper.compose.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the instances of a service have to do, measured over some seconds. */
final class Measurement {
  private static final Pattern USED = figure("hikaricp_connections_usage_seconds_sum");
  private static final Pattern MOST = figure("hikaricp_connections_max");

  private final GatewayView gateway;
  private final ToLongFunction<String> pids;
  private final int processors = Runtime.getRuntime().availableProcessors();

  Measurement(GatewayView gateway, ToLongFunction<String> pids) {
    this.gateway = gateway;
    this.pids = pids;
  }

  private record Reading(long at, double connectionSeconds, double connections, Duration cpu) {}

  List<Capacity.Load> over(List<Seat> seats, Duration time) throws InterruptedException {
    List<Reading> before = seats.stream().map(this::read).toList();
    Thread.sleep(time);
    List<Reading> after = seats.stream().map(this::read).toList();
    List<GatewayView.Figures> seen = gateway.instances();
    List<Capacity.Load> loads = new ArrayList<>();
    for (int index = 0; index < seats.size(); index++) {
      Seat seat = seats.get(index);
      Optional<GatewayView.Figures> figures =
          seen.stream().filter(each -> each.isOf(seat)).findFirst();
      loads.add(load(seat, figures, before.get(index), after.get(index)));
    }
    return loads;
  }

  private Capacity.Load load(
      Seat seat, Optional<GatewayView.Figures> figures, Reading before, Reading after) {
    double seconds = (after.at() - before.at()) / 1e9;
    double inUse = after.connectionSeconds() - before.connectionSeconds();
    return new Capacity.Load(
        seat.name(),
        figures.map(GatewayView.Figures::isUp).orElse(false),
        figures.map(GatewayView.Figures::requestsPerSecond).orElse(0.0),
        after.connections() == 0 ? 0 : Math.max(0, inUse / seconds / after.connections()),
        Math.max(0, after.cpu().minus(before.cpu()).toNanos() / 1e9 / seconds / processors));
  }

  private Reading read(Seat seat) {
    String metrics = seat.admin().metrics();
    Duration cpu =
        ProcessHandle.of(pids.applyAsLong(seat.name()))
            .flatMap(process -> process.info().totalCpuDuration())
            .orElse(Duration.ZERO);
    return new Reading(System.nanoTime(), sum(USED, metrics), sum(MOST, metrics), cpu);
  }

  private static Pattern figure(String name) {
    return Pattern.compile("^" + name + "(?:\\{[^}]*})? ([0-9.eE+-]+)$", Pattern.MULTILINE);
  }

  private static double sum(Pattern figure, String metrics) {
    return figure
        .matcher(metrics)
        .results()
        .map((MatchResult match) -> match.group(1))
        .mapToDouble(Double::parseDouble)
        .sum();
  }
}
