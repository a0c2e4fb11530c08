package app.rollingpaper.compose.suites.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import app.rollingpaper.compose.embedded.DatabaseUrl;
import app.rollingpaper.compose.launcher.DeployOutcome;
import app.rollingpaper.compose.launcher.DeployRequest;
import app.rollingpaper.compose.launcher.Options;
import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.launcher.ServiceKind;
import app.rollingpaper.compose.launcher.Strategy;
import app.rollingpaper.compose.suites.Client;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances come and go under load, and nobody notices. */
final class DeployTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final RollingPaper system = DeploySystem.get();
  private final String base = system.gatewayUrl();

  @Test
  @Tag("G03")
  void everyServiceIsExchangedInTurnAndNoRequestFailsNoEditIsLostAndEverySocketComesBack()
      throws Exception {
    DeployUnderLoad.Result result =
        DeployUnderLoad.run(
            system,
            new DeployUnderLoad.Scale(100, 50, 10, 10, Duration.ofSeconds(6)),
            Strategy.ROLLING);
    System.out.println("[deploy] " + result);
    assertThat(result.outcomes()).allMatch(outcome -> outcome instanceof DeployOutcome.Done);
    assertThat(result.load().errors()).isEmpty();
    assertThat(result.lost()).isEmpty();
    assertThat(result.edits()).isPositive();
    assertThat(result.ops()).isPositive();
    assertThat(result.returns()).isPositive();
    assertThat(result.allBack()).isTrue();
  }

  @Test
  @Tag("G04")
  void anInPlaceDeployIsRefusedAtEightyPercentLoadAndPassesAtForty() throws Exception {
    // So many papers that hardly two changes meet on one and are committed together.
    Traffic traffic = Traffic.prepare(base, 60, 2);
    // A change holds one of an instance's five connections for half a second: two instances do 20 a
    // second. What the machine adds to that counts too, so the lower load is somewhat below 40 %.
    try (Slowness slowness = Slowness.ofChanges(system, "0.5")) {
      assertThat(slowness).isNotNull();
      DeployRequest request = DeployRequest.of(Strategy.IN_PLACE).called("in-place");
      OpenLoad high = OpenLoad.start(base, 16, traffic.onlyWrites());
      pause(Duration.ofSeconds(3));
      DeployOutcome refused = deploy(ServiceKind.PAPER, request);
      assertThat(high.stop().errors()).isEmpty();
      assertThat(refused).isInstanceOf(DeployOutcome.Refused.class);
      assertThat(refused.sentence()).contains("cannot carry the load");

      OpenLoad low = OpenLoad.start(base, 7, traffic.onlyWrites());
      pause(Duration.ofSeconds(3));
      DeployOutcome done = deploy(ServiceKind.PAPER, request);
      LoadReport report = low.stop();
      System.out.println("[deploy] in place " + report);
      assertThat(done).isInstanceOf(DeployOutcome.Done.class);
      assertThat(report.errors()).isEmpty();
      assertThat(traffic.lost()).isEmpty();
    }
  }

  @Test
  @Tag("G04")
  void aMachineWithNoTimeToSpareRefusesToBeginADeployWhileRequestsArrive() throws Exception {
    Traffic traffic = Traffic.prepare(base, 5, 2);
    List<String> before = system.instanceNames(ServiceKind.PAPER);
    OpenLoad load = OpenLoad.start(base, 20, traffic.onlyReading());
    DeployOutcome outcome;
    try (Spinning spinning = Spinning.onAllProcessors()) {
      assertThat(spinning).isNotNull();
      outcome =
          deploy(
              ServiceKind.PAPER,
              DeployRequest.of(Strategy.ROLLING).called("late").withPatience(Duration.ZERO));
    }
    assertThat(load.stop().errors()).isEmpty();
    assertThat(outcome).isInstanceOf(DeployOutcome.Refused.class);
    assertThat(outcome.sentence()).contains("no time to spare");
    assertThat(system.instanceNames(ServiceKind.PAPER)).isEqualTo(before);
  }

  @Test
  @Tag("G05")
  void aGreenThatFailsOneOfTwentyRequestsIsRolledBack(@TempDir Path directory) throws Exception {
    // Papers are shared out as wholes, so that only many of them give a colour its share of the
    // requests.
    Traffic traffic = Traffic.prepare(base, 30, 2);
    Path real = Options.usual(Map.of()).root().resolve("paper-service/target/paper-service.jar");
    List<String> before = system.instanceNames(ServiceKind.PAPER);
    long[] trialBegan = new long[1];
    OpenLoad load = OpenLoad.start(base, 100, traffic.onlyReading());
    DeployOutcome outcome =
        system.deploy(
            ServiceKind.PAPER,
            DeployRequest.of(Strategy.BLUE_GREEN)
                .from(FaultyService.pack(directory, real))
                .called("faulty"),
            line -> {
              System.out.println("[deploy] " + line);
              if (line.startsWith("10 %")) {
                trialBegan[0] = System.nanoTime();
              } else if (line.endsWith("Going back.")) {
                trialBegan[0] = System.nanoTime() - trialBegan[0];
              }
            });
    LoadReport report = load.stop();
    System.out.println("[deploy] faulty green " + report);
    assertThat(outcome).isInstanceOf(DeployOutcome.RolledBack.class);
    assertThat(Duration.ofNanos(trialBegan[0])).isLessThan(Duration.ofSeconds(10));
    assertThat(system.instanceNames(ServiceKind.PAPER)).isEqualTo(before);
    // No more failed than the green's share while it was on trial.
    assertThat(report.failed()).isLessThan(report.sent() / 50);
    assertThat(OpenLoad.run(base, 50, Duration.ofSeconds(2), traffic).errors()).isEmpty();
  }

  @Test
  @Tag("G06")
  void aRequestOfTenSecondsAcrossThePortSwitchIsAnsweredByTheOldProcess() throws Exception {
    Traffic traffic = Traffic.prepare(base, 1, 2);
    List<String> names = system.instanceNames(ServiceKind.PAPER);
    List<String> urls = system.instanceUrls(ServiceKind.PAPER);
    try (Slowness slowness = Slowness.ofChanges(system, "5.1", "5.1")) {
      assertThat(slowness).isNotNull();
      CompletableFuture<LoadReport> slow =
          CompletableFuture.supplyAsync(
              () -> {
                // One request: the second would come long after the load has ended.
                OpenLoad one = OpenLoad.start(base, 0.01, traffic.onlyWrites());
                pause(Duration.ofSeconds(1));
                return one.stop();
              });
      pause(Duration.ofSeconds(1));
      DeployOutcome outcome =
          deploy(ServiceKind.PAPER, DeployRequest.of(Strategy.SWITCH_PORT).called("switched"));
      assertThat(outcome).isInstanceOf(DeployOutcome.Done.class);
      LoadReport report = slow.get(60, TimeUnit.SECONDS);
      System.out.println("[deploy] switch port " + report);
      assertThat(report.errors()).isEmpty();
      assertThat(report.good()).isEqualTo(1);
      assertThat(report.slowest()).isGreaterThan(10_000);
    }
    assertThat(system.instanceNames(ServiceKind.PAPER)).isEqualTo(names);
    assertThat(system.instanceUrls(ServiceKind.PAPER)).doesNotContainAnyElementsOf(urls);
    assertThat(traffic.lost()).isEmpty();
  }

  @Test
  @Tag("G03")
  void aDrainedInstanceGetsNothingUntilItIsRestoredAndARollbackBringsBackWhatRanBefore()
      throws Exception {
    Traffic traffic = Traffic.prepare(base, 10, 2);
    String first = system.instanceNames(ServiceKind.PAPER).getFirst();
    OpenLoad load = OpenLoad.start(base, 50, traffic);
    system.drain(first);
    system.restore(first);
    DeployOutcome deployed =
        deploy(ServiceKind.NOTIFICATION, DeployRequest.of(Strategy.ROLLING).called("another"));
    DeployOutcome back =
        system.rollBack(ServiceKind.NOTIFICATION, line -> System.out.println("[deploy] " + line));
    assertThat(load.stop().errors()).isEmpty();
    assertThat(deployed).isEqualTo(new DeployOutcome.Done("another"));
    assertThat(back).isInstanceOf(DeployOutcome.Done.class).isNotEqualTo(deployed);
    assertThat(told(2))
        .containsExactly(
            tuple("notification-service", "rolling", "done"),
            tuple("notification-service", "rollback", "done"));
  }

  @Test
  @Tag("G07")
  void theGatewayIsExchangedAndEverySocketComesBackWithNothingLost() throws Exception {
    Traffic traffic = Traffic.prepare(base, 5, 2);
    try (Sockets sockets = Sockets.open(base, traffic.papers(), 20)) {
      sockets.writing(10);
      DeployOutcome outcome =
          system.deployGateway(
              DeployRequest.of(Strategy.ROLLING).called("next-gateway"),
              line -> System.out.println("[deploy] " + line));
      assertThat(outcome).isEqualTo(new DeployOutcome.Done("next-gateway"));
      assertThat(sockets.allLive(SOON)).isTrue();
      assertThat(system.rollBackGateway(line -> System.out.println("[deploy] " + line)))
          .isInstanceOf(DeployOutcome.Done.class);
      assertThat(sockets.settle(SOON)).isTrue();
      assertThat(sockets.allLive(SOON)).isTrue();
      assertThat(sockets.returns()).isGreaterThanOrEqualTo(20);
      assertThat(sockets.lost()).isEmpty();
    }
    assertThat(told(2))
        .containsExactly(
            tuple("gateway", "hand-over", "done"), tuple("gateway", "rollback", "done"));
  }

  /** The last deploys, as operators see them on their page. */
  private List<Tuple> told(int count) throws IOException {
    List<JsonNode> all =
        new Client(system.gatewayAdminUrl()).get("/deploys").send().json().valueStream().toList();
    return all.subList(all.size() - count, all.size()).stream()
        .map(
            entry ->
                tuple(
                    entry.path("service").asText(),
                    entry.path("kind").asText(),
                    entry.path("outcome").asText()))
        .toList();
  }

  private DeployOutcome deploy(ServiceKind kind, DeployRequest request) {
    return system.deploy(kind, request, line -> System.out.println("[deploy] " + line));
  }

  /** Lets the load go on: there is nothing to wait for but time. */
  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  /** Threads that take all that the processors have to give. */
  private record Spinning(List<Thread> threads) implements AutoCloseable {
    static Spinning onAllProcessors() {
      return new Spinning(
          IntStream.range(0, Runtime.getRuntime().availableProcessors())
              .mapToObj(number -> Thread.ofPlatform().daemon().start(Spinning::spin))
              .toList());
    }

    private static void spin() {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      threads.forEach(Thread::interrupt);
    }
  }

  /** Lets each change of a note take time in the database, by triggers that go away with this. */
  private record Slowness(DatabaseUrl database, int statements) implements AutoCloseable {
    private static final List<String> TABLES = List.of("op", "note");
    private static final List<String> TRIGGERS =
        List.of(
            "create trigger %1$s after insert or update on paper.%2$s for each statement",
            "create constraint trigger %1$s after insert or update on paper.%2$s"
                + " deferrable initially deferred for each row");

    /** So many seconds of each transaction while it writes, and then while it commits. */
    static Slowness ofChanges(RollingPaper system, String... seconds) throws SQLException {
      DatabaseUrl database = system.databaseAdmin().orElseThrow();
      Slowness slowness = new Slowness(database, seconds.length);
      for (int index = 0; index < seconds.length; index++) {
        String name = "slow_" + TABLES.get(index);
        slowness.execute(
            "create function paper."
                + name
                + "() returns trigger language plpgsql as $$ begin"
                + " if current_setting('load."
                + name
                + "', true) is distinct from txid_current()::text then perform set_config('load."
                + name
                + "', txid_current()::text, true); perform pg_sleep("
                + seconds[index]
                + "); end if; return null; end $$",
            TRIGGERS.get(index).formatted(name, TABLES.get(index))
                + " execute function paper."
                + name
                + "()");
      }
      return slowness;
    }

    private void execute(String... commands) throws SQLException {
      try (Connection connection =
              DriverManager.getConnection(
                  database.jdbcUrl(), database.user(), database.password());
          Statement statement = connection.createStatement()) {
        for (String command : commands) {
          statement.execute(command);
        }
      }
    }

    @Override
    public void close() throws SQLException {
      for (String table : TABLES.subList(0, statements)) {
        execute(
            "drop trigger slow_" + table + " on paper." + table,
            "drop function paper.slow_" + table + "()");
      }
    }
  }
}
