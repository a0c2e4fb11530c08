package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.Waiting;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine's processors, and how much of them nobody needs at once: what is idle, and on Linux also what goes to processes
 * and threads of little urgency, which let everybody else go first. Used by one thread.
 */
final class Processors {
  private static final Path FIGURES = Path.of("/proc/stat");

  private final OperatingSystemMXBean machine =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** How many processors are to spare on average from now on; returns when that time is over. */
  double spareOver(Duration time) {
    Optional<Ticks> before = ticks();
    machine.getCpuLoad();
    Waiting.until(time, time, () -> false);
    return machine.getAvailableProcessors()
        * before
            .flatMap(first -> ticks().map(last -> last.spareSince(first)))
            // It tells the load since it was asked before.
            .orElseGet(() -> 1 - machine.getCpuLoad());
  }

  private static Optional<Ticks> ticks() {
    try (Stream<String> lines = Files.lines(FIGURES)) {
      return lines.findFirst().map(Ticks::of);
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }

  /** The time of all processors together since the machine was started, in ticks. */
  record Ticks(long whole, long spare) {
    private static final int NICE = 1;
    private static final int IDLE = 3;
    private static final int INPUT_OUTPUT = 4;

    /** Later columns count again what is in the first ones. */
    private static final int COLUMNS = 8;

    /** Takes the line for all processors apart; see proc_stat(5). */
    static Ticks of(String line) {
      String[] columns = line.strip().split(" +");
      long whole = 0;
      long spare = 0;
      for (int column = 0; column < COLUMNS; column++) {
        long ticks = Long.parseLong(columns[column + 1]);
        whole += ticks;
        if (column == NICE || column == IDLE || column == INPUT_OUTPUT) {
          spare += ticks;
        }
      }
      return new Ticks(whole, spare);
    }

    /** The share of the time since then that was to spare, 0 to 1. */
    double spareSince(Ticks before) {
      return whole == before.whole ? 0 : (double) (spare - before.spare) / (whole - before.whole);
    }
  }
}
