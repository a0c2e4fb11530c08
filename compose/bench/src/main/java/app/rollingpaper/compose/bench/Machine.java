package app.rollingpaper.compose.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** The machine and what the kernel tells of its processes (Linux). */
final class Machine {
  private static final int CLOCK_TICKS = 100;
  private static final int USER_TIME = 11;

  private Machine() {}

  /** One line that says where figures were measured. */
  static String described() {
    return Report.text(
        "%d cores (%s), %d GB, Linux %s, Java %s; everything on it, load generator included, over loopback; %s",
        Runtime.getRuntime().availableProcessors(),
        firstAfter("/proc/cpuinfo", "model name"),
        Math.round(kilobytes("/proc/meminfo", "MemTotal") / 1024.0 / 1024),
        System.getProperty("os.version"),
        Runtime.version(),
        LocalDate.now(Clock.systemUTC()));
  }

  /** Processor time that a process has used, in microseconds. */
  static long cpuMicros(long pid) {
    String stat = read(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
    return ticks * (1_000_000 / CLOCK_TICKS);
  }

  /** The same, with all that it has started and that still runs. */
  static long cpuMicrosOfAll(long pid) {
    return family(pid).mapToLong(Machine::cpuMicrosIfThere).sum();
  }

  private static long cpuMicrosIfThere(long pid) {
    try {
      return cpuMicros(pid);
    } catch (UncheckedIOException ended) {
      return 0;
    }
  }

  /** A process and all that it has started. */
  static Stream<Long> family(long pid) {
    return Stream.concat(
        Stream.of(pid),
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).map(ProcessHandle::pid));
  }

  /** Memory of a process that is in RAM, in kilobytes. */
  static long residentKilobytes(long pid) {
    return kilobytes("/proc/" + pid + "/status", "VmRSS");
  }

  /** The same, with pages that it shares counted in part only. */
  static long proportionalKilobytes(long pid) {
    return kilobytes("/proc/" + pid + "/smaps_rollup", "Pss");
  }

  private static long kilobytes(String file, String name) {
    return Long.parseLong(firstAfter(file, name).replaceAll("\\D", ""));
  }

  private static String firstAfter(String file, String name) {
    List<String> lines = read(Path.of(file)).lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("?");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
