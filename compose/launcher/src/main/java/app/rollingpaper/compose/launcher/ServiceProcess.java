package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.ChildProcess;
import app.rollingpaper.compose.embedded.LogFile;
import app.rollingpaper.compose.embedded.PidFile;
import app.rollingpaper.compose.embedded.Signal;
import app.rollingpaper.compose.embedded.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One instance of a service, or the gateway. It is ready when its admin port says so. Thread-safe. */
final class ServiceProcess implements Member {
  private static final Duration READY_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration BETWEEN_PROBES = Duration.ofMillis(50);
  private static final int PROBE_MILLIS = 1_000;

  private final Program program;
  private volatile @Nullable ChildProcess child;

  ServiceProcess(Program program) {
    this.program = program;
    program.log().rotate();
  }

  /** What is run, with which ports, and where it leaves its traces. */
  record Program(
      String name,
      List<String> command,
      Map<String, String> environment,
      Set<String> withheld,
      int port,
      int adminPort,
      Path workingDirectory,
      LogFile log,
      PidFile pidFile) {
    Program {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      withheld = Set.copyOf(withheld);
    }

    String url() {
      return "http://127.0.0.1:" + port;
    }

    String adminUrl() {
      return "http://127.0.0.1:" + adminPort;
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
                program.command(),
                program.environment(),
                program.withheld(),
                program.workingDirectory(),
                program.log(),
                program.pidFile(),
                Signal.KILL,
                false));
    child = started;
    boolean decided =
        Waiting.until(READY_LIMIT, BETWEEN_PROBES, () -> !started.isAlive() || isReady());
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
    ChildProcess current = child;
    if (current != null) {
      current.stop(Signal.TERMINATE, STOP_LIMIT);
    }
  }

  /** Whether its admin port answers {@code /health/ready} with 200. */
  boolean isReady() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), program.adminPort()),
          PROBE_MILLIS);
      socket.setSoTimeout(PROBE_MILLIS);
      socket
          .getOutputStream()
          .write(
              "GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      return new String(answer.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII)
          .endsWith(" 200");
    } catch (IOException notYet) {
      return false;
    }
  }
}
