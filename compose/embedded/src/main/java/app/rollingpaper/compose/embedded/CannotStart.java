package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why something could not be started, in a sentence for the person at the keyboard. */
public final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final long FULL = 1 << 20;

  public CannotStart(String sentence) {
    super(sentence);
  }

  public CannotStart(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }

  /** The sentence for a failed file operation; names a full disk as such. */
  public static CannotStart because(String what, Path place, IOException failure) {
    if (isFull(place) || saysFull(failure.getMessage())) {
      return new CannotStart(
          what + " could not be written: the disk that holds " + place + " is full.", failure);
    }
    return new CannotStart(
        what + " could not be written to " + place + ": " + failure + ".", failure);
  }

  /** The sentence followed by the last lines of the log. */
  public static CannotStart withLog(String sentence, LogFile log) {
    List<String> lines = log.lastLines(20);
    String full = lines.stream().anyMatch(CannotStart::saysFull) ? " The disk is full." : "";
    return new CannotStart(
        sentence + full + " The end of " + log.path() + ":\n  " + String.join("\n  ", lines));
  }

  private static boolean saysFull(@Nullable String text) {
    return text != null && text.toLowerCase(Locale.ROOT).contains("no space left on device");
  }

  private static boolean isFull(Path place) {
    for (Path path = place.toAbsolutePath(); path != null; path = path.getParent()) {
      if (Files.exists(path)) {
        try {
          return Files.getFileStore(path).getUsableSpace() < FULL;
        } catch (IOException unknown) {
          return false;
        }
      }
    }
    return false;
  }
}
