package app.rollingpaper.compose.embedded;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** What the broker's JVM needs on its class path: libraries that lie in this module, this module, and slf4j. */
final class BrokerLibraries {
  private static final String FOLDER = "broker";

  private BrokerLibraries() {}

  static String classPath(Path cache) {
    Path module = locationOf(EmbeddedBroker.class);
    Path libraries =
        Files.isDirectory(module)
            ? module.resolve(FOLDER)
            : UnpackOnce.directory(
                cache, "broker-" + Versions.broker(), target -> unpack(module, target));
    return Stream.of(libraries.resolve("*"), module, locationOf(Logger.class))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void unpack(Path jar, Path target) throws IOException {
    try (FileSystem content = FileSystems.newFileSystem(jar);
        Stream<Path> found = Files.list(content.getPath(FOLDER))) {
      List<Path> libraries = found.toList();
      for (Path library : libraries) {
        Files.copy(library, target.resolve(library.getFileName().toString()));
      }
    }
  }

  private static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
