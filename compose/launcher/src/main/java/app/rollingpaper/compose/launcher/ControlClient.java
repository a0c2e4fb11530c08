package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.LogFile;
import app.rollingpaper.compose.embedded.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The commands that speak to a launcher which is already running: status, mail, scale, restart, logs, stop. */
final class ControlClient {
  private static final int LINES = 100;
  private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final Path data;
  private final PrintStream out;

  ControlClient(Path data, PrintStream out) {
    this.data = data;
    this.out = out;
  }

  /** Runs the command and returns the exit code. */
  int run(String command, List<String> arguments) {
    return switch (command) {
      case "status" -> ask("GET", "/status");
      case "mail" -> ask("GET", "/mail");
      case "scale" -> ask("POST", "/scale?" + one(command, "paper=3", arguments));
      case "restart" -> ask("POST", "/restart?" + one(command, "paper-1", arguments));
      case "logs" -> logs(arguments);
      case "stop" -> stop();
      default -> throw new CannotStart("\"" + command + "\" is not understood.\n" + Launcher.USAGE);
    };
  }

  private ControlFile.Access access() {
    return ControlFile.in(data)
        .read()
        .orElseThrow(
            () -> new CannotStart("Rolling Paper is not running on the data in " + data + "."));
  }

  private int ask(String method, String path) {
    ControlFile.Access access = access();
    try {
      HttpURLConnection connection =
          (HttpURLConnection) access.url().resolve(path).toURL().openConnection();
      connection.setRequestMethod(method);
      connection.setRequestProperty("Authorization", "Bearer " + access.token());
      int status = connection.getResponseCode();
      try (InputStream body =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        out.print(new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
      return status < 400 ? 0 : 1;
    } catch (IOException failure) {
      throw new CannotStart(
          "The running launcher does not answer: " + failure.getMessage(), failure);
    }
  }

  private int stop() {
    long launcher = access().pid();
    int asked = ask("POST", "/stop");
    boolean ended =
        Waiting.until(STOP_LIMIT, LOOK_EVERY, () -> ProcessHandle.of(launcher).isEmpty());
    out.println(ended ? "Stopped." : "It is still stopping.");
    return ended ? asked : 1;
  }

  private int logs(List<String> arguments) {
    boolean follow = arguments.contains("-f");
    List<String> names = arguments.stream().filter(argument -> !"-f".equals(argument)).toList();
    LogFile log = Home.log(data, names.size() == 1 ? names.getFirst() : "");
    if (!Files.isRegularFile(log.path())) {
      throw new CannotStart(
          "Whose log? ./run logs NAME [-f], with one of: " + String.join(", ", logNames()));
    }
    log.lastLines(LINES).forEach(out::println);
    if (follow) {
      follow(log.path());
    }
    return 0;
  }

  private void follow(Path path) {
    try {
      long position = Files.size(path);
      while (true) {
        long from = position;
        if (!Waiting.until(Duration.ofDays(1), LOOK_EVERY, () -> path.toFile().length() != from)) {
          return;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
          // A file that became shorter was begun anew.
          file.seek(file.length() < position ? 0 : position);
          byte[] added = new byte[(int) Math.min(1 << 20, file.length() - file.getFilePointer())];
          file.readFully(added);
          position = file.getFilePointer();
          out.write(added, 0, added.length);
          out.flush();
        }
      }
    } catch (IOException gone) {
      throw new CannotStart("The log ended: " + gone.getMessage(), gone);
    }
  }

  private List<String> logNames() {
    try (Stream<Path> files = Files.list(data.resolve("logs"))) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".log"))
          .map(name -> name.substring(0, name.length() - ".log".length()))
          .sorted()
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  private static String one(String command, String example, List<String> arguments) {
    if (arguments.size() != 1 || !arguments.getFirst().matches("[a-z0-9=-]+")) {
      throw new CannotStart("Like this: ./run " + command + " " + example);
    }
    return arguments.getFirst();
  }
}
