package app.rollingpaper.paper.ledger;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Which note of a paper; chosen by whoever adds it. */
public record NoteId(@JsonValue UUID value) {
  @JsonCreator
  public NoteId {}

  /** Reads an id from an address; an {@link IllegalArgumentException} makes it a 404 there. */
  public static NoteId fromString(String text) {
    return new NoteId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
