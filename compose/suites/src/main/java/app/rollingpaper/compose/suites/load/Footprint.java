package app.rollingpaper.compose.suites.load;

import app.rollingpaper.compose.launcher.RollingPaper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What processor time and memory the processes of a system have used since this was made, and this process too. */
public final class Footprint {
  private static final String OURS = "load";

  private final Map<Long, Duration> before = new HashMap<>();
  private final long began = System.nanoTime();
  private final RollingPaper system;

  public Footprint(RollingPaper system) {
    this.system = system;
    processes().values().forEach(pid -> before.put(pid, cpu(pid)));
  }

  private Map<String, Long> processes() {
    Map<String, Long> pids = new HashMap<>();
    system.processes().stream()
        .filter(process -> process.pid() > 0)
        .forEach(process -> pids.put(process.name(), process.pid()));
    pids.put(OURS, ProcessHandle.current().pid());
    return pids;
  }

  /** One line for each process: processors used on average since then, and the most memory it ever had. */
  public List<String> lines() {
    double seconds = (System.nanoTime() - began) / 1e9;
    List<String> lines = new ArrayList<>();
    processes()
        .forEach(
            (name, pid) ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "%-16s %5.2f processors, peak RSS %4d MB",
                        name,
                        cpu(pid).minus(before.getOrDefault(pid, Duration.ZERO)).toMillis()
                            / 1e3
                            / seconds,
                        peak(pid) >> 10)));
    return lines.stream().sorted().toList();
  }

  private static Duration cpu(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  private static long peak(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException ended) {
      return 0;
    }
  }
}
