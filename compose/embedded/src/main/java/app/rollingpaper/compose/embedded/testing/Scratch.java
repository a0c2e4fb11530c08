package app.rollingpaper.compose.embedded.testing;

import app.rollingpaper.compose.embedded.EmbeddedPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory of this test JVM for one embedded part; both end with the JVM. */
final class Scratch {
  private Scratch() {}

  static Path directory(String name) {
    try {
      Path target = Path.of("target").toAbsolutePath();
      return Files.isDirectory(target)
          ? Files.createDirectories(target.resolve("embedded"))
              .resolve(name + "-" + ProcessHandle.current().pid())
          : Files.createTempDirectory("rolling-paper-" + name);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static void endWithTheJvm(EmbeddedPart part, Path directory) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      part.close();
                      delete(directory);
                    }));
  }

  private static void delete(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException leftForTheNextCleanBuild) {
      // Nothing depends on it.
    }
  }
}
