package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** Tells {@code ./run status} and its like how to reach the running launcher; only its owner may read it. */
record ControlFile(Path path) {

  record Access(URI url, String token, long pid) {}

  static ControlFile in(Path data) {
    return new ControlFile(data.resolve("run").resolve("control"));
  }

  void write(Access access) {
    try {
      Path beside =
          Files.createTempFile(
              path.getParent(),
              "control",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(beside, access.url() + "\n" + access.token() + "\n" + access.pid() + "\n");
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw CannotStart.because("The control file", path, failure);
    }
  }

  /** How to reach the launcher, when there is one that is alive. */
  Optional<Access> read() {
    try {
      List<String> lines = Files.readAllLines(path);
      return lines.size() < 3
          ? Optional.empty()
          : Optional.of(
                  new Access(URI.create(lines.get(0)), lines.get(1), Long.parseLong(lines.get(2))))
              .filter(access -> ProcessHandle.of(access.pid()).isPresent());
    } catch (IOException | IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException harmless) {
      // It names a process that has ended.
    }
  }
}
