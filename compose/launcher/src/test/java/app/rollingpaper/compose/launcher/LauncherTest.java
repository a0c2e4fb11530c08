package app.rollingpaper.compose.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.Programs;
import app.rollingpaper.compose.embedded.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as the process that people start. */
final class LauncherTest {
  private static final Pattern GIVEN_SERVERS =
      Pattern.compile("(.*_)?DATABASE_URL|REDIS_URL|AMQP_URL|SMTP_URL");
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir Path directory;
  private final List<Process> launchers = new ArrayList<>();

  @BeforeEach
  void build() {
    FakeProject.in(directory);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process launcher : launchers) {
      launcher.destroy();
      assertThat(launcher.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void ctrlCEndsEverything() throws Exception {
    Process launcher = started();
    List<ProcessHandle> children = launcher.descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(8);

    Signal.INTERRUPT.sendTo(launcher.pid());

    assertThat(launcher.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isZero();
    assertThat(output()).contains("Stopping", "The data is kept in");
    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void ctrlCWhileItStartsEndsWhatThereIsWithoutAComplaint() throws Exception {
    Process launcher =
        launch(Map.of("USER_RP_FAKE_STARTS", "on"), directory.resolve("output.txt"), "--port=0");
    launchers.add(launcher);
    await().atMost(SOON).until(() -> output().contains("paper-2 "));
    List<ProcessHandle> children = launcher.descendants().toList();
    assertThat(children).isNotEmpty();

    Signal.INTERRUPT.sendTo(launcher.pid());

    assertThat(launcher.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).as(output()).isEqualTo(130);
    assertThat(output())
        .contains("Stopping", "Stopped. The data is kept in")
        .doesNotContain("while starting", "Ready after");
    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void theDeathOfTheLauncherEndsEverythingToo() throws Exception {
    Process launcher = started();
    List<ProcessHandle> children = launcher.descendants().toList();

    Signal.KILL.sendTo(launcher.pid());

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    assertThat(started().isAlive()).isTrue();
  }

  @Test
  void theCommandsReachTheRunningLauncher() throws Exception {
    Process launcher = started();
    assertThat(command("status")).contains("paper-2", "gateway", "postgres", "ready", "Open");
    assertThat(command("scale", "paper=3")).contains("paper-3");
    assertThat(command("restart", "paper-1")).contains("paper-1");
    assertThat(command("mail")).contains("no mail yet");
    assertThat(command("logs", "paper-1")).contains("event=ready");
    assertThat(command("logs", "nobody")).contains("one of: broker, gateway");
    assertThat(command("drain", "paper-2")).contains("paper-2");
    assertThat(command("restore", "paper-2")).contains("paper-2");
    assertThat(command("drain", "paper-9")).contains("There is no instance paper-9");
    assertThat(command("deploy", "notification", "--patience=soon")).contains("is not understood");
    assertThat(command("deploy", "notification", "--version=next", "--patience=1m", "--regardless"))
        .contains("rolling from", "to next", "notification-2: starting", "Done: next runs.");
    assertThat(command("deploy", "notification", "--from=" + directory.resolve("nothing")))
        .contains("Not done. There is no ");
    assertThat(command("deploy", "notification", "--up")).contains("\"--up\" is not understood");
    // The fake one cannot share its port: the one that runs goes on.
    assertThat(command("deploy", "gateway")).contains("Rolled back: gateway ended while starting");
    assertThat(command("status")).contains("gateway").doesNotContain("leaving", "down");
    assertThat(command("rollback", "paper")).contains("nothing to go back to");
    assertThat(command("rollback", "notification")).contains("rollback from next", "Done");
    assertThat(Files.readString(directory.resolve(".data/run/deploys.json")))
        .contains("\"outcome\":\"done\"", "\"to\":\"next\"", "\"kind\":\"rollback\"");
    assertThat(command("scale", "cat=3")).contains("There is no service \"cat\"");
    assertThat(command("dance")).contains("not understood", "./run status");
    assertThat(command("stop")).contains("Stopped.");
    assertThat(launcher.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(command("status")).contains("not running");
  }

  @Test
  void theControlFileIsItsOwnersAlone() throws Exception {
    started();
    assertThat(Files.getPosixFilePermissions(directory.resolve(".data/run/control"))).hasSize(2);
    assertThat(Files.getPosixFilePermissions(directory.resolve(".data/run/operator-token")))
        .hasSize(2);
    assertThat(output()).contains("operator-token");
  }

  private Process started() throws IOException {
    Process launcher = launch(directory.resolve("output.txt"), "--port=0");
    launchers.add(launcher);
    await().atMost(SOON).until(() -> output().contains("Ready after") || !launcher.isAlive());
    assertThat(output()).contains("Ready after");
    return launcher;
  }

  @Test
  void whereTheDataIsMayBeSaidBeforeTheCommand() throws Exception {
    started();
    assertThat(command("--data=" + directory.resolve(".data"), "mail")).contains("no mail yet");
    assertThat(command("--data=" + directory.resolve("elsewhere"), "mail")).contains("not running");
  }

  private String command(String... words) throws IOException, InterruptedException {
    Path answer = directory.resolve("answer.txt");
    assertThat(launch(answer, words).waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return Files.readString(answer);
  }

  private Process launch(Path output, String... words) throws IOException {
    return launch(Map.of(), output, words);
  }

  private Process launch(Map<String, String> settings, Path output, String... words)
      throws IOException {
    // Whoever is started in the background of a script inherits that Ctrl-C is ignored; a
    // terminal's child does not.
    List<String> command =
        Stream.concat(
                Stream.of(
                    "env",
                    "--default-signal=INT",
                    Programs.java().toString(),
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Drollingpaper.root=" + directory,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Launcher.class.getName()),
                Stream.of(words))
            .toList();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // What is shown here are the embedded parts, whatever servers the other tests are given.
    builder.environment().keySet().removeIf(name -> GIVEN_SERVERS.matcher(name).matches());
    builder.environment().putAll(settings);
    return builder.start();
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("output.txt"), StandardCharsets.UTF_8);
  }
}
