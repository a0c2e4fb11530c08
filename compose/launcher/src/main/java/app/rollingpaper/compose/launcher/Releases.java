package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Copies of programs in the data directory, and which of them was deployed. A build does not pull the jars away from under a
 * process that runs, what ran before can be gone back to although the build has gone on, and what was deployed runs again
 * after the next start. Thread-safe.
 */
final class Releases {
  private static final String UNKNOWN = "development";
  private static final int DIGITS = 8;

  private final Path directory;
  private final Map<String, Release> built = new HashMap<>();
  private final Map<String, Release> former = new HashMap<>();

  Releases(Path directory) {
    this.directory = directory;
  }

  /** What a program begins with: what is built, unless something else was deployed in place of this very build. */
  synchronized Release first(String program, Path jar) {
    Release asBuilt = keep(program, jar, Optional.empty());
    built.put(program, asBuilt);
    Optional<Deployment> last =
        Deployment.read(copies(program), program)
            .filter(deployment -> deployment.build().equals(asBuilt.build()))
            .filter(deployment -> Files.isRegularFile(deployment.runs().jar()));
    last.map(Deployment::before)
        .filter(release -> Files.isRegularFile(release.jar()))
        .ifPresent(release -> former.put(program, release));
    Release first = last.map(Deployment::runs).orElse(asBuilt);
    forgetOthers(
        program, Stream.concat(Stream.of(asBuilt, first), Stream.ofNullable(former.get(program))));
    return first;
  }

  /** A program was deployed: it is what runs from now on, and what begins as long as nothing newer is built. */
  synchronized void deployed(Release release, Release before) {
    String program = release.program();
    former.put(program, before);
    Release asBuilt = built.getOrDefault(program, before);
    new Deployment(asBuilt.build(), release, before).write(copies(program));
    forgetOthers(program, Stream.of(asBuilt, release, before));
  }

  /** Whether there was something before what runs. */
  synchronized boolean hasFormer(String program) {
    return former.containsKey(program);
  }

  /** What ran before the last deploy of a program. */
  synchronized Release former(String program) {
    Release release = former.get(program);
    if (release == null) {
      throw new CannotStart(
          program + " has not been deployed since it was built: there is nothing to go back to.");
    }
    return release;
  }

  private Path copies(String program) {
    return directory.resolve(program);
  }

  /**
   * Keeps a copy of the jar and of the libraries beside it; what is there already is not copied again.
   *
   * @param version what people call it; when it is not said, the jar's own version and a mark of its content
   */
  synchronized Release keep(String program, Path jar, Optional<String> version) {
    Path libraries = jar.resolveSibling("lib");
    try {
      String mark = mark(jar, libraries);
      Path kept = copies(program).resolve(mark);
      if (Files.notExists(kept)) {
        Path beside = kept.resolveSibling(mark + ".new");
        delete(beside);
        copy(jar, beside.resolve(jar.getFileName()));
        for (Path library : files(libraries)) {
          copy(library, beside.resolve("lib").resolve(library.getFileName()));
        }
        Files.move(beside, kept, StandardCopyOption.ATOMIC_MOVE);
      }
      return new Release(
          program,
          version.orElse(ownVersion(jar) + "+" + mark),
          mark,
          kept.resolve(jar.getFileName()));
    } catch (IOException failure) {
      throw CannotStart.because("A copy of " + jar, directory, failure);
    }
  }

  /** Throws away all copies of a program but these. */
  private void forgetOthers(String program, Stream<Release> needed) {
    List<Path> kept = needed.map(release -> release.jar().getParent()).toList();
    try {
      for (Path copy : directories(copies(program))) {
        if (!kept.contains(copy)) {
          delete(copy);
        }
      }
    } catch (IOException harmless) {
      // They only take room, and the next start with --fresh empties it.
    }
  }

  private static String ownVersion(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return Optional.ofNullable(file.getManifest())
          .map(Manifest::getMainAttributes)
          .map(attributes -> attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
          .orElse(UNKNOWN);
    }
  }

  // Names, sizes and times tell builds apart; reading every library would cost each start a second.
  private static String mark(Path jar, Path libraries) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path file : Stream.concat(Stream.of(jar), files(libraries).stream()).toList()) {
      lines
          .append(file.getFileName())
          .append(' ')
          .append(Files.size(file))
          .append(' ')
          .append(Files.getLastModifiedTime(file).toMillis())
          .append('\n');
    }
    return mark(lines.toString());
  }

  /** A few digits that stand for a text. */
  static String mark(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(directory)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<Path> directories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(directory)) {
      return found.filter(Files::isDirectory).toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    // With its time, by which the virtual machine knows the files that an AOT cache was made for.
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static void delete(Path directory) throws IOException {
    for (Path inner : directories(directory)) {
      delete(inner);
    }
    for (Path file : files(directory)) {
      Files.delete(file);
    }
    Files.deleteIfExists(directory);
  }
}
