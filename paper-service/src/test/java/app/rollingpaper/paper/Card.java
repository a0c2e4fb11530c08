package app.rollingpaper.paper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A paper as a client adds it up from frames, strictly in order. Not thread-safe. */
final class Card {
  private final Map<String, JsonNode> notes = new TreeMap<>();
  private final Set<String> deleted = new HashSet<>();
  private final List<String> history = new ArrayList<>();
  private final Map<String, Long> numbers = new TreeMap<>();
  private final List<JsonNode> parts = new ArrayList<>();
  private long epoch = -1;
  private long seq = -1;

  long epoch() {
    return epoch;
  }

  long seq() {
    return seq;
  }

  Map<String, JsonNode> notes() {
    return new TreeMap<>(notes);
  }

  /** The entries that came, as text, each with its number. */
  List<String> history() {
    return history;
  }

  /** The last number of a client that came back. */
  long number(String client) {
    return numbers.getOrDefault(client, 0L);
  }

  void startAt(long timeline, long position, Map<String, JsonNode> known) {
    epoch = timeline;
    seq = position;
    notes.clear();
    notes.putAll(known);
  }

  void apply(JsonNode frame) {
    switch (frame.path("t").asText()) {
      case "snap" -> snapshot(frame);
      case "ops" -> {
        require(parts.isEmpty(), "ops between the parts of a snapshot");
        require(frame.path("e").asLong() == epoch, "ops of another timeline");
        long number = frame.path("f").asLong();
        require(number == seq + 1, "ops from " + number + " after " + seq);
        for (JsonNode entry : frame.path("o")) {
          entry(++seq, entry);
        }
      }
      default ->
          require(parts.isEmpty(), frame.path("t").asText() + " between the parts of a snapshot");
    }
  }

  private void snapshot(JsonNode frame) {
    require(frame.path("part").asInt() == parts.size() + 1, "parts in order");
    parts.add(frame);
    if (parts.size() == frame.path("of").asInt()) {
      notes.clear();
      for (JsonNode part : parts) {
        part.path("notes").forEach(note -> notes.put(note.path("id").asText(), note));
      }
      epoch = frame.path("e").asLong();
      seq = frame.path("q").asLong();
      parts.clear();
    }
  }

  /** One entry of the ledger: client, number, author, time, mutations. */
  void entry(long number, JsonNode entry) {
    seq = number;
    history.add(number + " " + entry);
    numbers.put(entry.path(0).asText(), entry.path(1).asLong());
    String at = entry.path(3).asText();
    for (JsonNode mutation : entry.path(4)) {
      mutate(number, entry.path(2), at, mutation);
    }
  }

  private void mutate(long number, JsonNode author, String at, JsonNode mutation) {
    String id = mutation.path("note").asText();
    JsonNode known = notes.get(id);
    switch (mutation.path("m").asText()) {
      case "add" -> {
        if (known == null && !deleted.contains(id)) {
          ObjectNode note = mutation.deepCopy();
          note.remove(List.of("m", "note"));
          note.put("id", id);
          note.set("author", author);
          if (!note.has("z")) {
            note.put("z", "a" + "%010d".formatted(number));
          }
          note.put("version", (int) number);
          note.put("createdAt", at);
          note.put("updatedAt", at);
          put(note);
        }
      }
      case "set" -> {
        if (known != null) {
          ObjectNode note = known.deepCopy();
          for (Map.Entry<String, JsonNode> property : mutation.properties()) {
            if (!Set.of("m", "note").contains(property.getKey())) {
              note.set(property.getKey(), property.getValue());
            }
          }
          note.put("version", (int) number);
          note.put("updatedAt", at);
          put(note);
        }
      }
      case "hide", "show", "react" -> {
        if (known != null) {
          ObjectNode note = known.deepCopy();
          note.put("version", (int) number);
          switch (mutation.path("m").asText()) {
            case "hide" -> {
              note.put("text", "").put("hidden", true);
              note.remove("stickers");
            }
            case "show" -> {
              note.remove("hidden");
              for (String said : List.of("text", "stickers")) {
                if (mutation.has(said)) {
                  note.set(said, mutation.get(said));
                }
              }
            }
            default -> {
              note.remove("reaction");
              if (mutation.has("reaction")) {
                note.set("reaction", mutation.get("reaction"));
              }
            }
          }
          put(note);
        }
      }
      case "del" -> {
        notes.remove(id);
        deleted.add(id);
      }
      default -> {
        // The paper's life.
      }
    }
  }

  /** As a snapshot has it: without the stickers that are not there. */
  private void put(ObjectNode note) {
    if (note.path("stickers").isEmpty()) {
      note.remove("stickers");
    }
    notes.put(note.path("id").asText(), note);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("broken protocol: " + what);
    }
  }
}
