package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The file that takes what a child process prints; one older copy is kept beside it as {@code NAME.1}. */
public record LogFile(Path path) {
  private static final int TAIL = 64 * 1024;

  /** Begins a new file, keeping the former one as the older copy. */
  public void rotate() {
    try {
      Files.createDirectories(parent());
      if (Files.exists(path) && Files.size(path) > 0) {
        Files.move(path, older(), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException failure) {
      throw CannotStart.because("The log " + path.getFileName(), parent(), failure);
    }
  }

  /** Cuts a file that a process is still appending to, once it is larger than {@code limit} bytes. */
  public void bound(long limit) {
    try {
      if (Files.exists(path) && Files.size(path) > limit) {
        Files.copy(path, older(), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
          file.truncate(0);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The last lines, oldest first; empty when there is no file. */
  public List<String> lastLines(int count) {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException missing) {
      return List.of();
    }
  }

  private Path older() {
    return parent().resolve(path.getFileName() + ".1");
  }

  private Path parent() {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }
}
