package app.rollingpaper.paper.guest;

import app.rollingpaper.paper.access.Role;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a link lets people do. */
enum LinkKind {
  /** Write notes. */
  @JsonProperty("write")
  WRITE(Role.WRITER),
  /** Read while it is being written. */
  @JsonProperty("read")
  READ(Role.READER),
  /** Read as the one it is for; there is none before the delivery. */
  @JsonProperty("reveal")
  REVEAL(Role.RECIPIENT);

  private final Role role;

  LinkKind(Role role) {
    this.role = role;
  }

  Role role() {
    return role;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static LinkKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
