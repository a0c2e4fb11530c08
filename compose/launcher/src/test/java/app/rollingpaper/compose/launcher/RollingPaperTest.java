package app.rollingpaper.compose.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.DatabaseUrl;
import app.rollingpaper.compose.embedded.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RollingPaperTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  @Tag("T01")
  void everyServiceIsToldWhatItNeedsAndNothingOfTheOthers() throws Exception {
    FakeProject project = FakeProject.in(directory);
    Map<String, String> chosen =
        Map.of("PAPER_RP_LIMITS_NOTES_PER_PAPER", "7", "RP_PROFILE", "test");
    try (RollingPaper system = RollingPaper.start(project.options(chosen))) {
      assertThat(system.processes())
          .extracting(RollingPaper.RunningProcess::name)
          .containsExactlyInAnyOrder(
              "postgres",
              "redis",
              "broker",
              "user-1",
              "paper-1",
              "paper-2",
              "notification-1",
              "gateway");
      assertThat(system.processes())
          .allSatisfy(
              process -> {
                assertThat(process.state()).isEqualTo("READY");
                assertThat(process.pid()).isPositive();
              });

      String paper = get(system.process("paper-2").where());
      assertThat(paper)
          .contains(
              "RP_DATABASE_USER=paper_service",
              "RP_REDIS_URL=redis://127.0.0.1:",
              "RP_AMQP_URL=amqp://app:")
          .contains("RP_PUBLIC_URL=" + system.gatewayUrl(), "RP_AUTH_JWKS_URL=http://127.0.0.1:")
          .contains(
              "RP_LIMITS_NOTES_PER_PAPER=7",
              "RP_PROFILE=test",
              "RP_EMBEDDED_STORES=broker,mailbox,postgres,redis")
          .doesNotContain("RP_MAIL_URL");
      assertThat(get(system.process("notification-1").where()))
          .contains("RP_DATABASE_USER=notification_service", "RP_MAIL_URL=smtp://127.0.0.1:")
          .doesNotContain("RP_REDIS_URL", "RP_LIMITS_NOTES_PER_PAPER");

      String instances = Files.readString(directory.resolve(".data/run/instances.json"));
      assertThat(instances)
          .contains(
              "\"paper-service\":[{",
              "\"id\":\"paper-1\"",
              "\"id\":\"paper-2\"",
              "\"id\":\"user-1\"");
      assertThat(system.instanceUrls(ServiceKind.PAPER))
          .hasSize(2)
          .allSatisfy(url -> assertThat(instances).contains(url));
    }
  }

  @Test
  @Tag("G03")
  void onlyWhoComesToASystemThatPeopleUseTakesItsTime() throws Exception {
    String atOnce = "RP_HTTP_WARM_UP=0s";
    try (RollingPaper system = RollingPaper.start(FakeProject.in(directory).options(Map.of()))) {
      assertThat(get(system.process("paper-1").where())).contains(atOnce);
      system.scale(ServiceKind.PAPER, 3);
      RollingPaper.RunningProcess joined = system.process("paper-3");
      assertThat(get(joined.where())).doesNotContain("RP_HTTP_WARM_UP");
      assertThat(niceValues(joined.pid()))
          .isNotEmpty()
          .containsOnly(Programs.isRoot() ? "-5" : "0");
      system.kill("paper-3");
      await()
          .atMost(SOON)
          .until(
              () ->
                  system.process("paper-3").pid() != joined.pid()
                      && system.process("paper-3").state().equals("READY"));
      assertThat(get(system.process("paper-3").where())).contains(atOnce);
    }
  }

  /** Of the threads of a process, as proc(5) lists them. */
  private static List<String> niceValues(long pid) throws IOException {
    List<String> values = new ArrayList<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        String line = Files.readString(thread.resolve("stat"));
        values.add(line.substring(line.lastIndexOf(')') + 2).split(" ")[16]);
      }
    }
    return values;
  }

  @Test
  @Tag("T04")
  void whatDiesIsStartedAgainOnItsPorts() {
    try (RollingPaper system = RollingPaper.start(FakeProject.in(directory).options(Map.of()))) {
      for (String name : List.of("paper-1", "gateway", "redis", "postgres", "broker")) {
        RollingPaper.RunningProcess before = system.process(name);
        system.kill(name);
        await()
            .atMost(SOON)
            .untilAsserted(
                () -> {
                  RollingPaper.RunningProcess after = system.process(name);
                  assertThat(after.state()).isEqualTo("READY");
                  assertThat(after.pid()).isPositive().isNotEqualTo(before.pid());
                  assertThat(after.where()).isEqualTo(before.where());
                  assertThat(after.restarts()).isEqualTo(1);
                });
      }
    }
  }

  @Test
  @Tag("T04")
  void programsStartFromTheirCachesAndWithoutWhenThoseAreDamaged() throws Exception {
    try (RollingPaper system = RollingPaper.start(FakeProject.in(directory).options(Map.of()))) {
      assertThat(commandOf(system.process("gateway"))).doesNotContain("-XX:AOTCache");
      system.train();
      List<Path> caches = caches();
      assertThat(caches).hasSize(4);
      for (String name : List.of("gateway", "paper-1", "user-1", "notification-1")) {
        system.restart(name);
        assertThat(commandOf(system.process(name))).contains("-XX:AOTCache=");
        assertThat(log(name)).doesNotContain("[aot]");
      }
      List<FileTime> written = times(caches);
      system.train();
      assertThat(times(caches())).isEqualTo(written);

      for (Path cache : caches) {
        damage(cache);
      }
      for (String name : List.of("gateway", "paper-2")) {
        system.restart(name);
        assertThat(system.process(name).state()).isEqualTo("READY");
        assertThat(log(name)).contains("Checksum verification failed");
      }
    }
  }

  @Test
  void whatIsKeptDownStaysDownUntilStartedAgain() {
    try (RollingPaper system = RollingPaper.start(FakeProject.in(directory).options(Map.of()))) {
      system.killAndKeepDown("redis");
      assertThat(system.process("redis").state()).isEqualTo("DOWN");
      assertThat(system.process("redis").pid()).isEqualTo(-1);
      system.startAgain("redis");
      assertThat(system.process("redis").state()).isEqualTo("READY");
    }
  }

  @Test
  void scalingAddsInstancesAndLetsTheLastOnesGo() throws IOException {
    try (RollingPaper system = RollingPaper.start(FakeProject.in(directory).options(Map.of()))) {
      Path instances = directory.resolve(".data/run/instances.json");
      system.scale(ServiceKind.PAPER, 3);
      assertThat(system.process("paper-3").state()).isEqualTo("READY");
      assertThat(Files.readString(instances)).contains("paper-3");

      long pid = system.process("paper-3").pid();
      system.scale(ServiceKind.PAPER, 1);
      assertThat(Files.readString(instances))
          .contains("paper-1")
          .doesNotContain("paper-2", "paper-3");
      assertThat(ProcessHandle.of(pid)).isEmpty();
      assertThat(log("paper-3")).contains("farewell");
    }
  }

  @Test
  @Tag("G05")
  void aDeployThatFailsHalfWayGoesBackAtOnceAndOneThatCannotGoBackSaysSo() throws Exception {
    FakeProject project = FakeProject.in(directory);
    Path built = project.root().resolve("paper-service/target/paper-service.jar");
    Path copies = directory.resolve(".data/releases/paper-service");
    try (RollingPaper system = RollingPaper.start(project.options(Map.of()))) {
      Path former = onlyOneIn(copies);
      Files.setLastModifiedTime(built, FileTime.from(Instant.EPOCH));

      DeployOutcome back =
          deployLosingHalfWay(system, () -> deleteJars(copies, copy -> !copy.equals(former)));
      assertThat(back)
          .isInstanceOfSatisfying(
              DeployOutcome.RolledBack.class,
              outcome -> assertThat(outcome.why()).contains("ended while starting"));
      assertThat(system.instanceNames(ServiceKind.PAPER)).containsExactly("paper-2", "paper-1");
      assertThat(get(system.process("paper-1").where())).contains("RP_HTTP_WARM_UP=0s");

      Files.setLastModifiedTime(built, FileTime.from(Instant.EPOCH.plusSeconds(1)));
      DeployOutcome stuck = deployLosingHalfWay(system, () -> deleteJars(copies, _ -> true));
      assertThat(stuck).isInstanceOf(DeployOutcome.Stuck.class);
      assertThat(system.instanceNames(ServiceKind.PAPER))
          .hasSize(2)
          .allSatisfy(name -> assertThat(system.process(name).state()).isEqualTo("READY"));
      assertThat(Files.readString(directory.resolve(".data/run/deploys.json")))
          .containsSubsequence("\"outcome\":\"rolled-back\"", "\"outcome\":\"stuck\"");
    }
  }

  /** Deploys paper-service, and loses files when the first of two instances is exchanged. */
  private static DeployOutcome deployLosingHalfWay(RollingPaper system, Runnable loss) {
    return system.deploy(
        ServiceKind.PAPER,
        DeployRequest.of(Strategy.ROLLING).called("next"),
        line -> {
          if (line.contains("handing over")) {
            loss.run();
          }
        });
  }

  private static Path onlyOneIn(Path directory) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return assertThat(found.toList()).hasSize(1).first().actual();
    }
  }

  private static void deleteJars(Path copies, Predicate<Path> which) {
    try (Stream<Path> found = Files.list(copies)) {
      for (Path copy : found.filter(which).toList()) {
        Files.deleteIfExists(copy.resolve("paper-service.jar"));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void stoppingLeavesNoProcessAndKeepsTheData() throws SQLException {
    Options options = FakeProject.in(directory).options(Map.of());
    List<Long> pids;
    try (RollingPaper system = RollingPaper.start(options)) {
      pids = system.processes().stream().map(RollingPaper.RunningProcess::pid).toList();
      execute(
          system.database(ServiceKind.PAPER),
          "create table kept (id int)",
          "insert into kept values (1)");
      assertThat(
              system.deploy(
                  ServiceKind.USER,
                  DeployRequest.of(Strategy.ROLLING).called("deployed"),
                  line -> {}))
          .isEqualTo(new DeployOutcome.Done("deployed"));
    }
    assertThat(pids).allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
    assertThat(log("gateway")).contains("farewell");

    try (RollingPaper system = RollingPaper.start(options)) {
      assertThat(count(system.database(ServiceKind.PAPER), "kept")).isEqualTo(1);
      assertThat(system.instanceStatus())
          .extracting(status -> status.seat().release().version())
          .containsOnlyOnce("deployed");
      assertThat(system.rollBack(ServiceKind.USER, line -> {}))
          .isInstanceOf(DeployOutcome.Done.class);
    }
    try (RollingPaper system = RollingPaper.start(options.withFresh())) {
      assertThatThrownBy(() -> count(system.database(ServiceKind.PAPER), "kept"))
          .hasMessageContaining("does not exist");
    }
  }

  @Test
  void aProgramThatFailsIsShownWithItsLastWordsAndNothingIsLeft() {
    Options options = FakeProject.in(directory).options(Map.of("USER_RP_FAKE_FAILS", "no luck"));
    assertThatThrownBy(() -> RollingPaper.start(options))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("user-1 ended while starting (exit code 3)")
        .hasMessageContaining("cannot go on: no luck");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aTakenPortIsNamedWithTheWayOut() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Options options = FakeProject.in(directory).options(Map.of()).withPort(taken.getLocalPort());
      assertThatThrownBy(() -> RollingPaper.start(options))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("Port " + taken.getLocalPort())
          .hasMessageContaining("--port=");
    }
  }

  @Test
  void aMissingProgramIsNamed() throws IOException {
    Options options = FakeProject.in(directory).options(Map.of());
    Files.delete(directory.resolve("paper-service/target/paper-service.jar"));
    assertThatThrownBy(() -> RollingPaper.start(options))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("paper-service.jar is missing");
  }

  @Test
  void aServerThatDoesNotAnswerIsNamed() {
    Options options = FakeProject.in(directory).options(Map.of("REDIS_URL", "redis://127.0.0.1:1"));
    assertThatThrownBy(() -> RollingPaper.start(options))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("REDIS_URL: nothing answers at 127.0.0.1:1");
  }

  @Test
  void aSecondLauncherOnTheSameDataIsRefused() {
    Options options = FakeProject.in(directory).options(Map.of());
    try (RollingPaper system = RollingPaper.start(options);
        ControlServer control = ControlServer.open(system, options.data(), () -> {})) {
      assertThat(control).isNotNull();
      assertThatThrownBy(() -> RollingPaper.start(options))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("already running")
          .hasMessageContaining("./run stop");
    }
  }

  private static String commandOf(RollingPaper.RunningProcess process) throws IOException {
    return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
  }

  private List<Path> caches() throws IOException {
    try (Stream<Path> found = Files.list(directory.resolve("target/aot"))) {
      return found.sorted().toList();
    }
  }

  private static List<FileTime> times(List<Path> files) throws IOException {
    List<FileTime> times = new ArrayList<>();
    for (Path file : files) {
      times.add(Files.getLastModifiedTime(file));
    }
    return times;
  }

  private static void damage(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.position(channel.size() / 2);
      channel.write(ByteBuffer.wrap(new byte[64 << 10]));
    }
  }

  private String log(String name) {
    return String.join("\n", Home.log(directory.resolve(".data"), name).lastLines(20));
  }

  private static String get(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static void execute(DatabaseUrl url, String... commands) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private static int count(DatabaseUrl url, String table) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
