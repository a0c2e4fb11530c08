package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What operators show to the gateway's admin port when they change something; only the data's owner may read the file. */
record OperatorToken(Path path, String secret) {
  private static final int BYTES = 32;

  /** The token that is there, or a new one. */
  static OperatorToken in(Path path) {
    try {
      if (Files.exists(path)) {
        String kept = Files.readString(path).strip();
        if (kept.length() == 2 * BYTES) {
          return new OperatorToken(path, kept);
        }
        Files.delete(path);
      }
      byte[] random = new byte[BYTES];
      new SecureRandom().nextBytes(random);
      String secret = HexFormat.of().formatHex(random);
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(path, secret + "\n");
      return new OperatorToken(path, secret);
    } catch (IOException failure) {
      throw CannotStart.because("The operators' token", path, failure);
    }
  }

  @Override
  public String toString() {
    return "OperatorToken[" + path + "]";
  }
}
