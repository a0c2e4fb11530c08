package app.rollingpaper.compose.embedded;

import java.nio.file.Path;

/**
 * Where an embedded part lives: its directory, its port on 127.0.0.1 (0: a free one, kept from then on) and the file
 * that takes its log.
 */
public record Place(Path directory, int port, Path log) {
  public Place {
    directory = directory.toAbsolutePath().normalize();
    log = log.toAbsolutePath().normalize();
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /** A place on any free port whose log lies in the directory itself. */
  public static Place in(Path directory) {
    return new Place(directory, 0, directory.resolve("output.log"));
  }

  public Place withPort(int port) {
    return new Place(directory, port, log);
  }

  public Place withLog(Path log) {
    return new Place(directory, port, log);
  }
}
