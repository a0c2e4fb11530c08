package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.ChildProcess;
import app.rollingpaper.compose.embedded.LogFile;
import app.rollingpaper.compose.embedded.PidFile;
import app.rollingpaper.compose.embedded.Signal;
import app.rollingpaper.compose.embedded.Urgency;
import app.rollingpaper.compose.embedded.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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

  /** As long as what is new takes several times as much for the same. */
  private static final Duration CATCHING_UP = Duration.ofMinutes(2);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Program program;
  private final Part part;
  private volatile @Nullable ChildProcess child;

  private enum Part {
    WAITED_FOR,
    JOINING,
    IN_FRONT
  }

  private ServiceProcess(Program program, Part part) {
    this.program = program;
    this.part = part;
    program.log().rotate();
  }

  /** One that is waited for. */
  ServiceProcess(Program program) {
    this(program, Part.WAITED_FOR);
  }

  /**
   * One that comes to a system that people use: it takes its time to become warm and, where the machine lets it, leaves the
   * processors to those that serve until it is ready. Then it is the other way round for a while: it is given a share of what
   * there is to do and takes longer for it. Started again after a sudden end it is waited for, like any other.
   */
  static ServiceProcess joining(Program program) {
    return new ServiceProcess(program, Part.JOINING);
  }

  /**
   * One through which everything passes that the others are asked. Where the machine lets it, it gets the processors before
   * them: when there are too few for all, requests have to wait at those who answer them, where that is seen and bounded, and
   * not before somebody has looked at them.
   */
  static ServiceProcess inFront(Program program) {
    return new ServiceProcess(program, Part.IN_FRONT);
  }

  /**
   * What is run, with which ports, and where it leaves its traces.
   *
   * @param command asked for at each start, because the machine may have learned to start it faster since the last
   * @param inAHurry what it is told besides when it is waited for
   */
  record Program(
      String name,
      Supplier<List<String>> command,
      Map<String, String> environment,
      Map<String, String> inAHurry,
      Set<String> withheld,
      int port,
      int adminPort,
      Path workingDirectory,
      LogFile log,
      PidFile pidFile) {
    Program {
      environment = Map.copyOf(environment);
      inAHurry = Map.copyOf(inAHurry);
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
    boolean gently = part == Part.JOINING && child == null;
    Map<String, String> environment = new HashMap<>(program.environment());
    if (!gently) {
      environment.putAll(program.inAHurry());
    }
    List<String> command = program.command().get();
    ChildProcess started =
        ChildProcess.start(
            new ChildProcess.Plan(
                gently ? Urgency.low(command) : command,
                environment,
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
    if (gently || part == Part.IN_FRONT) {
      Urgency.raise(started.pid());
    }
    Urgency.optimizeInSpareTime(started.pid());
    if (gently) {
      Thread.ofVirtual().name("catching-up-" + name()).start(() -> catchUp(started));
    }
  }

  private static void catchUp(ChildProcess newcomer) {
    if (!Waiting.until(CATCHING_UP, LOOK_EVERY, () -> !newcomer.isAlive())) {
      Urgency.makeUsual(newcomer.pid());
      Urgency.optimizeInSpareTime(newcomer.pid());
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
