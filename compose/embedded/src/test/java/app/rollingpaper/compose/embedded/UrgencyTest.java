package app.rollingpaper.compose.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("G03")
final class UrgencyTest {
  private static final String NO_AUTOGROUPS = "no autogroups";

  @TempDir private Path directory;

  @Test
  void aProcessIsLessUrgentAloneAndAmongSessionsUntilItIsRaised() {
    ChildProcess child = start(Urgency.low(List.of("sleep", "60")));
    try {
      // Only the superuser may raise what was lowered; for others nothing is.
      String lowered = Programs.isRoot() ? "15" : "0";
      await().atMost(Duration.ofSeconds(10)).until(() -> command(child.pid()).equals("sleep"));
      assertThat(ofProcess(child.pid())).isEqualTo(lowered);
      assertThat(ofSession(child.pid())).isIn(lowered, NO_AUTOGROUPS);
      Urgency.makeUsual(child.pid());
      assertThat(ofProcess(child.pid())).isEqualTo("0");
      assertThat(ofSession(child.pid())).isIn("0", NO_AUTOGROUPS);
      Urgency.raise(child.pid());
      String raised = Programs.isRoot() ? "-5" : "0";
      assertThat(ofProcess(child.pid())).isEqualTo(raised);
      assertThat(ofSession(child.pid())).isIn(raised, NO_AUTOGROUPS);
    } finally {
      child.kill();
    }
  }

  @Test
  void whoeverStartsALessUrgentProcessStaysAsUrgentAsBefore() {
    String before = ofSession(ProcessHandle.current().pid());
    ChildProcess child = start(concat(Urgency.least(), "sleep", "60"));
    try {
      await().atMost(Duration.ofSeconds(10)).until(() -> command(child.pid()).equals("sleep"));
      assertThat(ofProcess(child.pid())).isEqualTo("19");
      assertThat(ofSession(ProcessHandle.current().pid())).isEqualTo(before);
    } finally {
      child.kill();
    }
  }

  private ChildProcess start(List<String> command) {
    return ChildProcess.start(
        new ChildProcess.Plan(
            command,
            Map.of(),
            Set.of(),
            directory,
            new LogFile(directory.resolve("log")),
            new PidFile(directory.resolve("pid"), "sleep"),
            Signal.KILL,
            false));
  }

  private static List<String> concat(List<String> before, String... command) {
    return Stream.concat(before.stream(), List.of(command).stream()).toList();
  }

  private static String command(long pid) {
    return read(pid, "comm").strip();
  }

  /** Its nice value; see proc_pid_stat(5). */
  private static String ofProcess(long pid) {
    String line = read(pid, "stat");
    return line.substring(line.lastIndexOf(')') + 2).split(" ")[16];
  }

  private static String ofSession(long pid) {
    String line = read(pid, "autogroup");
    return line.isEmpty() ? NO_AUTOGROUPS : line.strip().replaceFirst(".* nice ", "");
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc/" + pid).resolve(file));
    } catch (IOException absent) {
      return "";
    }
  }
}
