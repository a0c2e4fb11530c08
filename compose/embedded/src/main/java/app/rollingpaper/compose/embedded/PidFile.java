package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Names a child process, so that the next start finds what an earlier one left behind. The mark is a part of the
 * child's command line (a jar, a data directory): a process is ended only when id, start time and mark all agree.
 */
public record PidFile(Path path, String mark) {

  /** Records the process. */
  public void write(ProcessHandle process) {
    try {
      Files.writeString(path, process.pid() + "\n" + startOf(process) + "\n");
    } catch (IOException failure) {
      throw CannotStart.because("The pid file", path, failure);
    }
  }

  /** The recorded process, when it is still the one that was recorded. */
  public Optional<ProcessHandle> survivor() {
    try {
      List<String> lines = Files.readAllLines(path);
      if (lines.size() < 2) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
          .filter(process -> Long.toString(startOf(process)).equals(lines.get(1).strip()))
          .filter(process -> commandLine(process).contains(mark));
    } catch (IOException | NumberFormatException none) {
      return Optional.empty();
    }
  }

  /** Ends a survivor: first by the signal, after the limit by SIGKILL. True when there was one. */
  public boolean endSurvivor(Signal signal, Duration limit) {
    Optional<ProcessHandle> survivor = survivor();
    survivor.ifPresent(
        process -> {
          signal.sendTo(process.pid());
          if (!Waiting.until(limit, () -> !process.isAlive())) {
            process.destroyForcibly();
            Waiting.until(Duration.ofSeconds(10), () -> !process.isAlive());
          }
        });
    try {
      Files.deleteIfExists(path);
    } catch (IOException harmless) {
      // It is overwritten by the next start.
    }
    return survivor.isPresent();
  }

  static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .replace('\0', ' ');
    } catch (IOException noProc) {
      return process.info().commandLine().orElse("");
    }
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
