package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A generated password that is kept in a file only its owner may read. */
public record PasswordFile(Path path) {

  /** The password in the file; made and written when there is none yet. */
  public String readOrCreate() {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      try {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.writeString(path, HexFormat.of().formatHex(random) + "\n");
      } catch (FileAlreadyExistsException kept) {
        // The usual case: a later start on the same data.
      }
      return Files.readString(path, StandardCharsets.UTF_8).strip();
    } catch (IOException failure) {
      throw CannotStart.because("The password file", path, failure);
    }
  }
}
