package app.rollingpaper.paper.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Which paper. */
public record PaperId(@JsonValue UUID value) {
  /** Reads an id from an address; an {@link IllegalArgumentException} makes it a 404 there. */
  public static PaperId fromString(String text) {
    return new PaperId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
