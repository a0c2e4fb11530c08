package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Fills a directory of a shared cache exactly once, whole or not at all, however many JVMs and threads ask for it. */
final class UnpackOnce {
  // A file lock keeps other JVMs out; threads of this one would be refused instead of waiting.
  private static final Object TURN = new Object();

  private UnpackOnce() {}

  @FunctionalInterface
  interface Unpacking {
    void into(Path directory) throws IOException;
  }

  /** The directory {@code cache/name}, filled now if it is missing. */
  static Path directory(Path cache, String name, Unpacking unpacking) {
    Path wanted = cache.toAbsolutePath().resolve(name);
    if (Files.isDirectory(wanted)) {
      return wanted;
    }
    try {
      Files.createDirectories(cache);
      synchronized (TURN) {
        try (FileChannel channel =
                FileChannel.open(
                    cache.resolve("unpacking.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (lock.isValid() && !Files.isDirectory(wanted)) {
            unpackBeside(wanted, unpacking);
          }
        }
      }
      return wanted;
    } catch (IOException failure) {
      throw CannotStart.because(name + " (its place is named by XDG_CACHE_HOME)", cache, failure);
    }
  }

  private static void unpackBeside(Path wanted, Unpacking unpacking) throws IOException {
    Path beside = Files.createTempDirectory(wanted.getParent(), "unpacking-");
    try {
      unpacking.into(beside);
      Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(beside, wanted, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      deleteTree(beside);
    }
  }

  static void deleteTree(Path root) throws IOException {
    if (Files.notExists(root)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(root)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
