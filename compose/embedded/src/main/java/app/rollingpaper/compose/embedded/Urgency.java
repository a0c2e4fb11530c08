package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How much of the processors a process is given while others want them too (its nice value). Lowering it is everybody's
 * right, raising it again the superuser's: for anybody else nothing is lowered here.
 */
public final class Urgency {
  private static final String LEAST = "19";
  private static final String LITTLE = "15";
  private static final String USUAL = "0";
  private static final Path PROCESSES = Path.of("/proc");

  private Urgency() {}

  /** The command that runs another with little urgency, when it can be raised again; else the same. */
  public static List<String> low(List<String> command) {
    List<String> whole = new ArrayList<>(canBeRaised() ? prefix(LITTLE) : List.of());
    whole.addAll(command);
    return whole;
  }

  /** What comes before a command that is to be the least urgent for good. */
  public static List<String> least() {
    return prefix(LEAST);
  }

  private static List<String> prefix(String value) {
    return Programs.find("nice")
        .map(nice -> List.of(nice.toString(), "-n", value))
        .orElse(List.of());
  }

  private static boolean canBeRaised() {
    return Programs.isRoot()
        && Files.isDirectory(PROCESSES.resolve("self/task"))
        && Programs.find("renice").isPresent();
  }

  /** Gives all threads of a process the usual urgency; those they make later inherit it. */
  public static void raise(long pid) {
    if (!canBeRaised()) {
      return;
    }
    Set<String> raised = new HashSet<>();
    try {
      // Until none has come from one that had not been raised yet.
      for (List<String> threads = threads(pid, raised);
          !threads.isEmpty();
          threads = threads(pid, raised)) {
        List<String> command =
            new ArrayList<>(
                List.of(Programs.find("renice").orElseThrow().toString(), "-n", USUAL, "-p"));
        command.addAll(threads);
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
        raised.addAll(threads);
      }
    } catch (IOException ended) {
      // Nobody is left to be raised.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> threads(long pid, Set<String> raised) throws IOException {
    try (Stream<Path> threads = Files.list(PROCESSES.resolve(pid + "/task"))) {
      return threads
          .map(thread -> thread.getFileName().toString())
          .filter(thread -> !raised.contains(thread))
          .toList();
    }
  }
}
