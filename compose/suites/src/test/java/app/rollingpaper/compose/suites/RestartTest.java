package app.rollingpaper.compose.suites;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.compose.embedded.Waiting;
import app.rollingpaper.compose.launcher.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The launcher as people run it: a program that is started, ended by a signal, and started again. */
@Tag("L04")
final class RestartTest {
  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Path root = Options.usual(Map.of()).root();
  private final Path data =
      Path.of("target/restart-" + ProcessHandle.current().pid()).toAbsolutePath();
  private final Tally tries = new Tally();

  @Test
  void dataOutlivesAStopAndNothingElseDoes() throws Exception {
    String email = "jiwoo-" + UUID.randomUUID() + "@example.org";
    Paper paper;
    Run first = Run.start(root, data);
    try (first) {
      People people = first.people();
      paper =
          people.open(people.signUp(email, "지우", "ko"), "민준아, 축하해!", "minjun@example.org", "ko");
      Person guest = people.arrive(people.link(paper, "write"), "하나");
      new Client(first.url())
          .post(paper.path("/notes"))
          .as(guest)
          .json(Map.of("text", "남아 있을게"))
          .send()
          .expect(201);
    }
    assertThat(first.exitCode()).isZero();
    assertThat(first.leftBehind(data)).isEmpty();

    Run second = Run.start(root, data);
    try (second) {
      Client client = new Client(second.url());
      Person owner = new People(client, new Patience(SOON, tries)).signIn(email, "지우");
      Answer notes = client.get(paper.path("/notes")).as(owner).send().expect(200);
      assertThat(notes.json().path("items").findValuesAsText("text")).containsExactly("남아 있을게");
    }
    assertThat(second.leftBehind(data)).isEmpty();
    assertThat(tries.resentByCause()).describedAs("refused although it was ready").isEmpty();
    System.out.printf(
        "[restart] ready after %d and %d ms; stopped after %d and %d ms%n",
        first.startMillis, second.startMillis, first.stopMillis, second.stopMillis);
  }

  /** One run of the launcher; closing it sends SIGTERM, which is what Ctrl-C comes to. */
  private static final class Run implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("Open\\s+(http://\\S+)");

    private final Process process;
    private final Path output;
    private final long startMillis;
    private final List<ProcessHandle> children;
    private long stopMillis;

    private Run(Process process, Path output, long startMillis) {
      this.process = process;
      this.output = output;
      this.startMillis = startMillis;
      this.children = process.descendants().toList();
    }

    static Run start(Path root, Path data) throws IOException {
      Path output =
          Files.createTempFile(Files.createDirectories(Path.of("target")), "launcher", ".log");
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "@" + root.resolve("compose/launcher/jvm/launcher.options"),
              "-jar",
              root.resolve("compose/launcher/target/launcher.jar").toString(),
              "--data=" + data,
              "--port=0",
              "--paper=1");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(root.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      // This is about data of its own, whatever the other tests use.
      builder.environment().keySet().removeAll(SharedSystem.realServers().keySet());
      long began = System.nanoTime();
      Process process = builder.start();
      Waiting.until(START_LIMIT, () -> !process.isAlive() || read(output).contains("Ready after"));
      if (!process.isAlive() || !read(output).contains("Ready after")) {
        process.destroyForcibly();
        throw new AssertionError("the launcher did not start: " + read(output));
      }
      assertThat(read(output)).doesNotContain("joining", "not-ready", " down ");
      return new Run(process, output, (System.nanoTime() - began) / 1_000_000);
    }

    String url() {
      Matcher url = URL.matcher(read(output));
      assertThat(url.find()).describedAs(read(output)).isTrue();
      return url.group(1);
    }

    People people() {
      return new People(new Client(url()));
    }

    int exitCode() {
      return process.exitValue();
    }

    /** Processes that this run had and that are still there, and others that work on its data. */
    List<String> leftBehind(Path data) {
      assertThat(children).describedAs("processes of the run").hasSizeGreaterThanOrEqualTo(7);
      List<String> left = new ArrayList<>();
      children.stream()
          .filter(ProcessHandle::isAlive)
          .forEach(child -> left.add(child.pid() + " " + child.info()));
      try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
        all.filter(other -> other.info().commandLine().orElse("").contains(data.toString()))
            .forEach(other -> left.add(other.pid() + " " + other.info()));
      }
      return left;
    }

    @Override
    public void close() {
      long began = System.nanoTime();
      process.destroy();
      if (!Waiting.until(STOP_LIMIT, () -> !process.isAlive())) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(
            "the launcher did not stop within " + STOP_LIMIT.toSeconds() + " s: " + read(output));
      }
      stopMillis = (System.nanoTime() - began) / 1_000_000;
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
