package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.Report.Budget;
import app.rollingpaper.compose.embedded.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * How long an op and a value of the live lane take to be seen by another reader while 1,000 ops a second are committed: through
 * the gateway, directly, and from one instance to another; and what becomes of the live lane when the database stands still.
 */
final class LiveLatency implements Bench {
  private static final int PAPERS = 8;
  private static final int WRITERS_EACH = 8;
  private static final Budget OPS = Budget.atMost(50, 30, "ms");
  private static final Budget LIVE = Budget.atMost(30, 15, "ms");

  private static final List<String> PROCESSES =
      List.of("gateway", "paper-1", "paper-2", "postgres", "redis");

  private record Way(String name, Writing.Route writing, Writing.Route watching) {}

  @Override
  public void run(Settings settings) throws Exception {
    Duration time = settings.seconds(15);
    int ops = settings.number("ops", 1_000);
    int live = settings.number("live", 640);
    try (Stage stage = Stage.set(2, Map.of())) {
      Writing.Route gateway = stage::throughGateway;
      Writing.Route first = (paper, person) -> stage.direct(0, paper, person);
      Writing.Route second = (paper, person) -> stage.direct(1, paper, person);
      List<Way> ways =
          List.of(
              new Way("through the gateway", gateway, gateway),
              new Way("directly", first, first),
              new Way("from one instance to the other", first, second));
      if (settings.number("warm-up", 1) > 0) {
        warmUp(stage, ways, ops, live);
      }
      Report report = new Report(System.out, "live-latency");
      report.figure(
          "load",
          Report.text(
              "%,d op/s and %,d live/s of %d writers on %d papers, a reader of each looking",
              ops, live, PAPERS * WRITERS_EACH, PAPERS));
      for (Way way : ways) {
        measure(report, stage, way, ops, live, time);
      }
    }
  }

  private static void warmUp(Stage stage, List<Way> ways, int ops, int live) throws Exception {
    for (Way way : ways) {
      try (Writing writing =
          Writing.begin(stage, PAPERS, WRITERS_EACH, way.writing, way.watching)) {
        writing.write(ops, live);
        writing.during(Duration.ofSeconds(6));
        writing.finish();
      }
    }
  }

  private static void measure(Report report, Stage stage, Way way, int ops, int live, Duration time)
      throws Exception {
    try (Writing writing = Writing.begin(stage, PAPERS, WRITERS_EACH, way.writing, way.watching)) {
      writing.write(ops, live);
      writing.during(Duration.ofSeconds(5));
      List<Long> before = cpu(stage);
      Writing.Seen seen = writing.during(time);
      List<Long> after = cpu(stage);
      latency(report, "op → visible " + way.name, seen.ops, OPS);
      latency(report, "live → visible " + way.name, seen.live, LIVE);
      report.figure(
          "processor time " + way.name,
          IntStream.range(0, PROCESSES.size())
              .mapToObj(
                  i ->
                      Report.text(
                          "%s %.0f ms",
                          PROCESSES.get(i),
                          (after.get(i) - before.get(i)) / 1e3 / time.toSeconds()))
              .collect(Collectors.joining(", ", "in each second: ", "")));
      if (!way.name.equals("through the gateway")) {
        writing.finish();
        return;
      }
      Histogram still = withDatabaseStill(stage, writing);
      latency(report, "live → visible " + way.name + ", database stopped", still, LIVE);
      report.figure(
          "the same as a ratio of p99 with and without a database",
          Report.number(
              (double) still.getValueAtPercentile(99) / seen.live.getValueAtPercentile(99)));
      Duration rest = writing.finish();
      report.figure(
          "ops that waited for the database",
          Report.text(
              "of %,d all arrived but %d that were to be sent again, the last after %d ms; %d sockets closed",
              writing.sent(), writing.rejected(), rest.toMillis(), writing.closed()));
    }
  }

  private static Histogram withDatabaseStill(Stage stage, Writing writing) throws Exception {
    List<Long> processes = Machine.family(stage.pid("postgres")).toList();
    // Whoever interrupts the bench does not leave a database behind that stands still for ever.
    Runnable goOn = () -> processes.forEach(Signal.CONTINUE::sendTo);
    Thread atTheEnd = Thread.ofPlatform().unstarted(goOn);
    Runtime.getRuntime().addShutdownHook(atTheEnd);
    processes.forEach(Signal.STOP::sendTo);
    try {
      Thread.sleep(500);
      return writing.during(Duration.ofSeconds(6)).live;
    } finally {
      goOn.run();
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
      Thread.sleep(2_000);
    }
  }

  private static List<Long> cpu(Stage stage) {
    return PROCESSES.stream().map(name -> Machine.cpuMicrosOfAll(stage.pid(name))).toList();
  }

  private static void latency(Report report, String what, Histogram seen, Budget budget) {
    double p99 = seen.getValueAtPercentile(99) / 1e3;
    report.figure(
        what,
        Report.text(
            "p50 %s ms, p99 %s ms, most %s ms, %,d seen",
            Report.number(seen.getValueAtPercentile(50) / 1e3),
            Report.number(p99),
            Report.number(seen.getMaxValue() / 1e3),
            seen.getTotalCount()),
        p99,
        budget);
  }
}
