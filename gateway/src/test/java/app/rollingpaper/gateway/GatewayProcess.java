package app.rollingpaper.gateway;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway's program as a process of its own. */
final class GatewayProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Pattern READY =
      Pattern.compile("event=ready host=127.0.0.1 port=(\\d+) admin_port=(\\d+)");

  private final Path log;
  private final Process process;

  private GatewayProcess(Path log, Process process) {
    this.log = log;
    this.process = process;
  }

  static GatewayProcess start(
      Path directory, List<String> arguments, Map<String, String> settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Gateway.class.getName()));
    command.addAll(arguments);
    try {
      Path log = Files.createTempFile(directory, "gateway", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().put("GATEWAY_PORT", "0");
      builder.environment().put("GATEWAY_ADMIN_PORT", "0");
      builder.environment().putAll(settings);
      return new GatewayProcess(log, builder.start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  GatewayProcess awaitReady() {
    await().atMost(START).until(() -> READY.matcher(log()).find());
    return this;
  }

  int port() {
    return Integer.parseInt(ready().group(1));
  }

  int adminPort() {
    return Integer.parseInt(ready().group(2));
  }

  private Matcher ready() {
    Matcher matcher = READY.matcher(log());
    if (!matcher.find()) {
      throw new IllegalStateException("not ready");
    }
    return matcher;
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Its exit code, when it has ended by itself in time. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still running");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
