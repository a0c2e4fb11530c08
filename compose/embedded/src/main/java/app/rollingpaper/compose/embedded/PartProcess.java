package app.rollingpaper.compose.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The life of one embedded part's process in its place: lock, port, leftovers, start, kill, stop. Thread-safe. */
final class PartProcess {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration PORT_LIMIT = Duration.ofSeconds(3);

  private final String name;
  private final Place place;
  private final LogFile log;
  private final PidFile pidFile;
  private int port;
  private @Nullable DirectoryLock lock;
  private @Nullable ChildProcess child;

  PartProcess(String name, Place place, String mark) {
    this.name = name;
    this.place = place;
    this.log = new LogFile(place.log());
    this.pidFile = new PidFile(place.directory().resolve("process.pid"), mark);
    this.port = place.port();
  }

  /** How one part is run: as what, with which environment, when it is ready and how it ends. */
  record Start(
      List<String> command,
      Map<String, String> environment,
      Set<String> withheld,
      boolean neverAsRoot,
      Signal end,
      BooleanSupplier ready) {
    Start {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      withheld = Set.copyOf(withheld);
    }
  }

  synchronized boolean isRunning() {
    return child != null && child.isAlive();
  }

  synchronized long pid() {
    if (child == null) {
      throw new IllegalStateException(name + " is not running");
    }
    return child.pid();
  }

  synchronized int port() {
    if (port == 0) {
      port = Ports.free();
    }
    return port;
  }

  LogFile log() {
    return log;
  }

  /** Takes the directory and ends what an earlier run left in it. */
  synchronized void open(Signal end) {
    if (lock == null) {
      lock = DirectoryLock.take(place.directory());
      log.rotate();
    }
    pidFile.endSurvivor(end, Duration.ofSeconds(20));
  }

  /** Starts the process and waits until it is ready. */
  synchronized void launch(Start start) {
    // The kernel may need a moment to take a port back from a process that was killed.
    if (!Waiting.until(PORT_LIMIT, () -> Ports.isFree(port()))) {
      throw new CannotStart(
          "Port " + port() + " on 127.0.0.1, meant for " + name + ", is taken by another program.");
    }
    ChildProcess started =
        ChildProcess.start(
            new ChildProcess.Plan(
                start.command(),
                start.environment(),
                start.withheld(),
                directory(),
                log,
                pidFile,
                start.end(),
                start.neverAsRoot()));
    child = started;
    boolean ready =
        Waiting.until(START_LIMIT, () -> !started.isAlive() || start.ready().getAsBoolean());
    if (!started.isAlive()) {
      throw CannotStart.withLog(
          name + " ended while starting (exit code " + started.exitCode().orElse(-1) + ").", log);
    }
    if (!ready) {
      started.kill();
      throw CannotStart.withLog(
          name + " did not become ready within " + START_LIMIT.toSeconds() + " s.", log);
    }
  }

  synchronized void kill() {
    if (child != null) {
      child.kill();
    }
  }

  synchronized void stop(Signal signal, Duration limit) {
    if (child != null) {
      child.stop(signal, limit);
      child = null;
    }
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }

  private Path directory() {
    return place.directory();
  }
}
