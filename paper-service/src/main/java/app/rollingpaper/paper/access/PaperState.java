package app.rollingpaper.paper.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a paper is in its life: {@code open → sealed → delivered}, or cancelled before that. */
public enum PaperState {
  /** Notes are being written. */
  OPEN,
  /** Nothing changes any more; the recipient has not got it yet. */
  SEALED,
  /** The recipient has it. */
  DELIVERED,
  /** The owner gave it up. */
  CANCELLED;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static PaperState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
