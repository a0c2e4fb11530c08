package app.rollingpaper.paper.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What somebody is to a paper. */
public enum Role {
  /** Opened it. */
  OWNER,
  /** Came by a writing link. */
  WRITER,
  /** Came by a reading link. */
  READER,
  /** Got it at its delivery. */
  RECIPIENT;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Role of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
