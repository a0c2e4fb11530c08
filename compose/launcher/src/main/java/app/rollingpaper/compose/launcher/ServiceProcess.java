package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.ChildProcess;
import app.rollingpaper.compose.embedded.LogFile;
import app.rollingpaper.compose.embedded.PidFile;
import app.rollingpaper.compose.embedded.Signal;
import app.rollingpaper.compose.embedded.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One instance of a service, or the gateway. It is ready when that very process says so on its admin port. Thread-safe. */
final class ServiceProcess implements Member {
  private static final Duration READY_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration BETWEEN_PROBES = Duration.ofMillis(50);

  private final Program program;
  private volatile @Nullable ChildProcess child;

  ServiceProcess(Program program) {
    this.program = program;
    program.log().rotate();
  }

  /**
   * What is run, with which ports, and where it leaves its traces.
   *
   * @param command asked for at each start, because the machine may have learned to start it faster since the last
   */
  record Program(
      String name,
      Supplier<List<String>> command,
      Map<String, String> environment,
      Set<String> withheld,
      int port,
      int adminPort,
      Path workingDirectory,
      LogFile log,
      PidFile pidFile) {
    Program {
      environment = Map.copyOf(environment);
      withheld = Set.copyOf(withheld);
    }

    String url() {
      return "http://127.0.0.1:" + port;
    }
  }

  Program program() {
    return program;
  }

  @Override
  public String name() {
    return program.name();
  }

  @Override
  public void start() {
    ChildProcess started =
        ChildProcess.start(
            new ChildProcess.Plan(
                program.command().get(),
                program.environment(),
                program.withheld(),
                program.workingDirectory(),
                program.log(),
                program.pidFile(),
                Signal.KILL,
                false));
    child = started;
    AdminPort admin = new AdminPort(program.adminPort());
    boolean decided =
        Waiting.until(
            READY_LIMIT, BETWEEN_PROBES, () -> !started.isAlive() || admin.isReady(started.pid()));
    if (!started.isAlive()) {
      throw CannotStart.withLog(
          name() + " ended while starting (exit code " + started.exitCode().orElse(-1) + ").",
          program.log());
    }
    if (!decided) {
      started.kill();
      throw CannotStart.withLog(
          name() + " was not ready after " + READY_LIMIT.toSeconds() + " s.", program.log());
    }
  }

  @Override
  public boolean isRunning() {
    ChildProcess current = child;
    return current != null && current.isAlive();
  }

  @Override
  public long pid() {
    ChildProcess current = child;
    return current != null && current.isAlive() ? current.pid() : -1;
  }

  @Override
  public String where() {
    return program.url();
  }

  @Override
  public void kill() {
    ChildProcess current = child;
    if (current != null) {
      current.kill();
    }
  }

  @Override
  public void stop() {
    stop(STOP_LIMIT);
  }

  /** Asks it to finish, and ends it when it has not within the limit. */
  void stop(Duration limit) {
    ChildProcess current = child;
    if (current != null) {
      current.stop(Signal.TERMINATE, limit);
    }
  }
}
