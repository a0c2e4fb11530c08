package app.rollingpaper.common.config;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * A configured value that must not be shown: it prints as {@code [redacted]} and is read only by {@link #reveal()}.
 *
 * @param reveal the value itself
 */
public record Secret(String reveal) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Secret {}

  @Override
  public String toString() {
    return "[redacted]";
  }
}
