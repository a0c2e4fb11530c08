package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The virtual machine's ahead-of-time caches of the programs: classes that are loaded and linked already, and what the
 * compilers learned of them. One file for each program, made for one build, one virtual machine and one set of options; its
 * name says which, so that no other is ever tried. Thread-safe.
 */
final class AotCaches {
  private static final String SUFFIX = ".aot";

  private final Path directory;
  private final Path options;

  /**
   * @param directory where they lie
   * @param options the directory with the programs' {@code .options}
   */
  AotCaches(Path directory, Path options) {
    this.directory = directory;
    this.options = options;
  }

  boolean has(Release release) {
    return Files.isRegularFile(file(release));
  }

  /**
   * What the virtual machine is told to start faster; nothing when there is no cache. A file that was damaged is found by its
   * checksum, and whatever does not fit is passed over with a warning: the program then starts as if there were none.
   */
  List<String> use(Release release) {
    return has(release)
        ? List.of(
            "-XX:AOTCache=" + file(release),
            "-XX:+VerifySharedSpaces",
            // JDK 25.0 complains about adapters that it has saved itself.
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTAdapterCaching")
        : List.of();
  }

  /** What the virtual machine is told to write a cache when it ends. */
  List<String> train(Release release) {
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(unfinished(release));
    } catch (IOException failure) {
      throw CannotStart.because("The directory of AOT caches", directory, failure);
    }
    return List.of("-XX:AOTCacheOutput=" + unfinished(release));
  }

  /** Takes over what such a virtual machine has written, if it has, in place of what earlier builds had. */
  void keep(Release release) throws IOException {
    if (!Files.isRegularFile(unfinished(release))) {
      return;
    }
    for (Path other : of(release.program())) {
      if (!other.equals(unfinished(release))) {
        Files.deleteIfExists(other);
      }
    }
    Files.move(unfinished(release), file(release), StandardCopyOption.ATOMIC_MOVE);
  }

  private List<Path> of(String program) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.filter(path -> path.getFileName().toString().startsWith(program + "-")).toList();
    }
  }

  private Path file(Release release) {
    return directory.resolve(name(release) + SUFFIX);
  }

  // Two launchers may write at once, and only what is whole gets the name.
  private Path unfinished(Release release) {
    return directory.resolve(name(release) + "." + ProcessHandle.current().pid() + ".new");
  }

  private String name(Release release) {
    String machine = Runtime.version() + " " + System.getProperty("java.vm.vendor");
    try {
      String flags = Files.readString(options.resolve(release.program() + ".options"));
      return release.program()
          + "-"
          + release.build()
          + "-"
          + Releases.mark(machine + "\n" + flags);
    } catch (IOException failure) {
      throw CannotStart.because("The options of " + release.program(), options, failure);
    }
  }
}
