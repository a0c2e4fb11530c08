package app.rollingpaper.compose.suites;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change to a paper, as far as the suites look at it.
 *
 * @param kind {@code add}, {@code set}, {@code del}, or a turn in the paper's life such as {@code seal}
 * @param note which note; null for a turn
 */
record Change(
    String kind,
    @Nullable UUID note,
    @Nullable String text,
    @Nullable String color,
    @Nullable Double x,
    @Nullable Double y) {

  static Change add(UUID note, String text, String color, double x, double y) {
    return new Change("add", note, text, color, x, y);
  }

  static Change text(UUID note, String text) {
    return new Change("set", note, text, null, null, null);
  }

  static Change place(UUID note, double x, double y) {
    return new Change("set", note, null, null, x, y);
  }

  static Change delete(UUID note) {
    return new Change("del", note, null, null, null, null);
  }

  static Change of(JsonNode mutation) {
    return new Change(
        mutation.path("m").asText(),
        mutation.hasNonNull("note") ? UUID.fromString(mutation.path("note").asText()) : null,
        mutation.hasNonNull("text") ? mutation.path("text").asText() : null,
        mutation.hasNonNull("color") ? mutation.path("color").asText() : null,
        mutation.hasNonNull("x") ? mutation.path("x").asDouble() : null,
        mutation.hasNonNull("y") ? mutation.path("y").asDouble() : null);
  }

  UUID noteId() {
    return Objects.requireNonNull(note, "a turn has no note");
  }

  /** As the protocol has it. */
  Map<String, Object> mutation() {
    Map<String, Object> mutation = new LinkedHashMap<>();
    mutation.put("m", kind);
    mutation.put("note", String.valueOf(note));
    put(mutation, "text", text);
    put(mutation, "color", color);
    put(mutation, "x", x);
    put(mutation, "y", y);
    if (kind.equals("add")) {
      mutation.put("font", "gaegu");
      mutation.put("width", 240);
      mutation.put("rotation", 0);
    }
    return mutation;
  }

  private static void put(Map<String, Object> mutation, String name, @Nullable Object value) {
    if (value != null) {
      mutation.put(name, value);
    }
  }

  /** The oracle: what a paper's notes are after this change. */
  void applyTo(Map<UUID, Note> notes, UUID author) {
    switch (kind) {
      case "add" ->
          notes.put(
              noteId(),
              new Note(
                  author,
                  Objects.requireNonNull(text),
                  Objects.requireNonNull(color),
                  Objects.requireNonNull(x),
                  Objects.requireNonNull(y)));
      case "set" -> notes.computeIfPresent(noteId(), (_, before) -> before.with(this));
      case "del" -> notes.remove(noteId());
      default -> {}
    }
  }

  /** Whether the history tells of this very change; it keeps no text of a note that was deleted later. */
  boolean isToldBy(Change entry) {
    return equals(entry)
        || "".equals(entry.text)
            && text != null
            && equals(new Change(kind, entry.note, text, entry.color, entry.x, entry.y));
  }

  /** A note as far as the suites look at it. */
  record Note(UUID author, String text, String color, double x, double y) {
    static Note of(JsonNode note) {
      return new Note(
          UUID.fromString(note.path("author").path("id").asText()),
          note.path("text").asText(),
          note.path("color").asText(),
          note.path("x").asDouble(),
          note.path("y").asDouble());
    }

    private Note with(Change change) {
      return new Note(
          author,
          change.text == null ? text : change.text,
          change.color == null ? color : change.color,
          change.x == null ? x : change.x,
          change.y == null ? y : change.y);
    }
  }
}
