package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How much of the processors a process is given while others want them too: its nice value, and that of its autogroup where
 * Linux groups processes by their sessions (see sched(7)). There a nice value counts only within the session, and each of our
 * processes has one of its own, so that all would get the same in spite of it. Lowering either is everybody's right, raising
 * it again the superuser's: for anybody else nothing is lowered here that is to be raised.
 */
public final class Urgency {
  private static final String LEAST = "19";
  private static final String LITTLE = "15";
  private static final String LESS = "10";
  private static final String USUAL = "0";
  private static final String MORE = "-5";
  private static final Path PROCESSES = Path.of("/proc");

  /** Which of the columns after the name in proc_pid_stat(5). */
  private static final int SESSION = 3;

  /** What Linux shows of the names of the threads in which a HotSpot virtual machine compiles thoroughly. */
  private static final String OPTIMIZING_COMPILER = "C2 CompilerThre";

  /** Runs a command with the nice value that comes first, alone and as a session, if it begins one. */
  private static final String WITH_NICE_VALUE =
      """
      {
        read -r pid name state parent group session rest < /proc/$$/stat &&
          [ "$session" = "$$" ] && echo "$0" > /proc/$$/autogroup
      } 2> /dev/null
      exec nice -n "$0" "$@"
      """;

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
        .flatMap(nice -> Programs.find("sh"))
        .map(shell -> List.of(shell.toString(), "-c", WITH_NICE_VALUE, value))
        .orElse(List.of());
  }

  private static boolean canBeRaised() {
    return Programs.isRoot()
        && Files.isDirectory(PROCESSES.resolve("self/task"))
        && Programs.find("renice").isPresent();
  }

  /** Gives all threads of a process the usual urgency; those they make later inherit it. */
  public static void makeUsual(long pid) {
    give(USUAL, pid);
  }

  /** Gives all threads of a process more urgency than others have, where that is allowed. */
  public static void raise(long pid) {
    give(MORE, pid);
  }

  private static void give(String value, long pid) {
    if (!canBeRaised()) {
      return;
    }
    giveToSession(value, pid);
    Set<Path> given = new HashSet<>();
    // Until none has come from one that had not been given it yet.
    for (List<Path> threads = threads(pid, thread -> true);
        given.addAll(threads);
        threads = threads(pid, thread -> !given.contains(thread))) {
      renice(value, threads);
    }
  }

  private static void giveToSession(String value, long pid) {
    Path process = PROCESSES.resolve(Long.toString(pid));
    try {
      String line = Files.readString(process.resolve("stat"));
      String[] afterName = line.substring(line.lastIndexOf(')') + 1).strip().split(" ");
      if (afterName[SESSION].equals(Long.toString(pid))) {
        Files.writeString(process.resolve("autogroup"), value);
      }
    } catch (IOException noAutogroups) {
      // Then the nice values of its threads say it all.
    }
  }

  /**
   * Lets a virtual machine optimize its code in the time that the threads that answer people leave: what it compiles makes
   * them faster in some minutes, while they want the processors now. Code runs as the fast compiler left it until then.
   */
  public static void optimizeInSpareTime(long pid) {
    renice(LESS, threads(pid, Urgency::optimizes));
  }

  private static boolean optimizes(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).startsWith(OPTIMIZING_COMPILER);
    } catch (IOException ended) {
      return false;
    }
  }

  private static void renice(String value, List<Path> threads) {
    Optional<Path> renice = Programs.find("renice");
    if (threads.isEmpty() || renice.isEmpty()) {
      return;
    }
    List<String> command =
        new ArrayList<>(List.of(renice.orElseThrow().toString(), "-n", value, "-p"));
    threads.forEach(thread -> command.add(thread.getFileName().toString()));
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException refused) {
      // Then all threads stay as urgent as they are.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Path> threads(long pid, Predicate<Path> which) {
    try (Stream<Path> threads = Files.list(PROCESSES.resolve(pid + "/task"))) {
      return threads.filter(which).toList();
    } catch (IOException | UncheckedIOException ended) {
      return List.of();
    }
  }
}
