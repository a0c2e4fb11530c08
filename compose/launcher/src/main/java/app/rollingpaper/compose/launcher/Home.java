package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.DirectoryLock;
import app.rollingpaper.compose.embedded.LogFile;
import app.rollingpaper.compose.embedded.PidFile;
import app.rollingpaper.compose.embedded.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The data directory: what lies where in it, and to whom it belongs at the moment. */
final class Home implements AutoCloseable {
  static final List<String> CONTENT =
      List.of("postgres", "redis", "broker", "mail", "logs", "run", "releases");
  private static final long LEAST_SPACE = 200L << 20;
  private static final long LARGEST_LOG = 20L << 20;
  private static final String PID = ".pid";

  private final Path data;
  private final DirectoryLock lock;

  private Home(Path data, DirectoryLock lock) {
    this.data = data;
    this.lock = lock;
  }

  /** Takes the directory, ends processes that an earlier run left behind, and empties it when asked to. */
  static Home open(Path data, boolean fresh) {
    DirectoryLock lock;
    try {
      Files.createDirectories(data);
      lock = DirectoryLock.take(data);
    } catch (IOException failure) {
      throw CannotStart.because("The data directory", data, failure);
    } catch (CannotStart taken) {
      if (ControlFile.in(data).read().isEmpty()) {
        throw taken;
      }
      throw new CannotStart(
          "Rolling Paper is already running on the data in "
              + data
              + ".\n"
              + "./run status shows it, ./run stop ends it, ./run --data=DIR --port=N starts another one.",
          taken);
    }
    Home home = new Home(data, lock);
    try {
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
      home.endLeftovers();
      if (fresh) {
        home.empty();
      }
      Files.createDirectories(home.directory("logs"));
      Files.createDirectories(home.directory("run"));
      home.requireSpace();
      return home;
    } catch (IOException failure) {
      home.close();
      throw CannotStart.because("The data directory", data, failure);
    } catch (CannotStart failure) {
      home.close();
      throw failure;
    }
  }

  Path path() {
    return data;
  }

  Path directory(String name) {
    return data.resolve(name);
  }

  /** Keeps the logs of long runs from filling the disk. */
  void boundLogs() {
    try (Stream<Path> files = Files.list(directory("logs"))) {
      files
          .filter(file -> file.toString().endsWith(".log"))
          .forEach(file -> new LogFile(file).bound(LARGEST_LOG));
    } catch (IOException | UncheckedIOException tryAgainLater) {
      // The next look comes soon.
    }
  }

  LogFile log(String name) {
    return log(data, name);
  }

  static LogFile log(Path data, String name) {
    return new LogFile(data.resolve("logs").resolve(name + ".log"));
  }

  PidFile pidFile(String name) {
    return new PidFile(directory("run").resolve(name + PID), mark(name));
  }

  /** Stands in the command line of every process that the launcher starts itself. */
  static String mark(String name) {
    return "-Drollingpaper.process=" + name;
  }

  Path instancesFile() {
    return directory("run").resolve("instances.json");
  }

  Path deploysFile() {
    return directory("run").resolve("deploys.json");
  }

  OperatorToken operatorToken() {
    return OperatorToken.in(directory("run").resolve("operator-token"));
  }

  @Override
  public void close() {
    lock.close();
  }

  private void endLeftovers() throws IOException {
    if (Files.notExists(directory("run"))) {
      return;
    }
    List<Path> files;
    try (Stream<Path> found = Files.list(directory("run"))) {
      files = found.filter(path -> path.getFileName().toString().endsWith(PID)).toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      pidFile(name.substring(0, name.length() - PID.length()))
          .endSurvivor(Signal.TERMINATE, Duration.ofSeconds(10));
    }
  }

  // Only what the launcher itself puts there: the directory may be anybody's.
  private void empty() throws IOException {
    for (String name : CONTENT) {
      if (Files.notExists(directory(name))) {
        continue;
      }
      List<Path> deepestFirst;
      try (Stream<Path> paths = Files.walk(directory(name))) {
        deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    }
  }

  private void requireSpace() throws IOException {
    long space = Files.getFileStore(data).getUsableSpace();
    if (space < LEAST_SPACE) {
      throw new CannotStart(
          "The disk that holds "
              + data
              + " is full: "
              + (space >> 20)
              + " MB are left and "
              + (LEAST_SPACE >> 20)
              + " MB are needed. Free some, or choose another place with --data=DIR.");
    }
  }
}
