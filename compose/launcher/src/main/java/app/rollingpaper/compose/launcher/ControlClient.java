package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.LogFile;
import app.rollingpaper.compose.embedded.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The commands that speak to a launcher which is already running: status, scale, deploy, logs, stop and the like. */
final class ControlClient {
  private static final int LINES = 100;
  private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** Begins the last line of what did not succeed although it had begun well. */
  static final String FAILURE = "Not done. ";

  private static final String FROM = "--from=";

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
      case "drain" -> ask("POST", "/drain?" + one(command, "paper-1", arguments));
      case "restore" -> ask("POST", "/restore?" + one(command, "paper-1", arguments));
      case "rollback" -> ask("POST", "/rollback?" + one(command, "paper", arguments));
      case "deploy" -> deploy(arguments);
      case "restart" -> ask("POST", "/restart?" + one(command, "paper-1", arguments));
      case "logs" -> logs(arguments);
      case "stop" -> stop();
      default -> throw new CannotStart("\"" + command + "\" is not understood.\n" + Launcher.USAGE);
    };
  }

  private int deploy(List<String> arguments) {
    List<String> words = new ArrayList<>();
    for (String argument : arguments) {
      // The launcher's working directory is another one.
      words.add(
          argument.startsWith(FROM)
              ? FROM + Path.of(argument.substring(FROM.length())).toAbsolutePath().normalize()
              : argument);
    }
    return ask(
        "POST", "/deploy?" + URLEncoder.encode(String.join("\n", words), StandardCharsets.UTF_8));
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
        String last = printed(body);
        return status < 400 && !last.startsWith(FAILURE) ? 0 : 1;
      }
    } catch (IOException failure) {
      throw new CannotStart(
          "The running launcher does not answer: " + failure.getMessage(), failure);
    }
  }

  // Line by line as it comes: a deploy tells what it does while it does it.
  private String printed(InputStream body) throws IOException {
    String last = "";
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      out.println(line);
      last = line;
    }
    return last;
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
