package app.rollingpaper.paper.live;

import app.rollingpaper.paper.access.Role;
import app.rollingpaper.paper.ledger.Author;
import app.rollingpaper.paper.ledger.ClientId;
import app.rollingpaper.paper.ledger.Mutation;
import app.rollingpaper.paper.ledger.Op;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What instances tell each other about a paper. The entries of the ledger are the very bytes that clients get; a message
 * of an instance of another version that is not understood is passed over.
 */
sealed interface BusMessage {
  /** Entries were committed. */
  record Committed(long epoch, List<Op> ops) implements BusMessage {}

  /** Entries up to this one were committed, too large to be told here. */
  record Head(long epoch, long seq) implements BusMessage {}

  /** The live lane goes on. */
  record Shown(List<LiveLane.Told> values) implements BusMessage {}

  /** All sessions on the instance that says so. */
  record Here(long stamp, List<Presence.Person> people) implements BusMessage {}

  /** Everybody please say who is here and what they show. */
  record Who() implements BusMessage {}

  /** A message and the instance that sent it. */
  record From(String instance, BusMessage message) {}

  /** Writes and reads them. Thread-safe. */
  final class Codec {
    private static final int LARGEST = 128 * 1024;

    private final String instance;
    private final Frames frames;
    private final ObjectMapper json;
    private final ObjectReader mutations;

    Codec(String instance, Frames frames, ObjectMapper json) {
      this.instance = instance;
      this.frames = frames;
      this.json = json;
      this.mutations = json.readerFor(new TypeReference<List<Mutation>>() {});
    }

    byte[] committed(long epoch, List<Op> ops) {
      List<byte[]> entries = ops.stream().map(frames::entry).toList();
      byte[] told = frames.ops(epoch, ops.getFirst().seq(), entries);
      return told.length <= LARGEST
          ? wrapped(told)
          : wrapped(
              ("{\"t\":\"head\",\"e\":" + epoch + ",\"q\":" + ops.getLast().seq() + "}")
                  .getBytes(StandardCharsets.UTF_8));
    }

    byte[] shown(List<LiveLane.Told> values) {
      List<byte[]> entries = new ArrayList<>();
      for (LiveLane.Told value : values) {
        byte[] stamp = Long.toString(value.stamp()).getBytes(StandardCharsets.US_ASCII);
        entries.add(
            Frames.array(
                "[",
                List.of(
                    frames.write(value.session()), frames.write(value.key()), stamp, value.state()),
                "]"));
      }
      return wrapped(frames.live(entries));
    }

    byte[] here(long stamp, List<Presence.Person> people) {
      return wrapped(
          Frames.array(
              "{\"t\":\"here\",\"stamp\":" + stamp + ",\"on\":[",
              people.stream().map(frames::person).toList(),
              "]}"));
    }

    byte[] who() {
      return wrapped("{\"t\":\"who\"}".getBytes(StandardCharsets.UTF_8));
    }

    private byte[] wrapped(byte[] message) {
      return Frames.array("{\"i\":\"" + instance + "\",\"m\":", List.of(message), "}");
    }

    /** Empty when it is our own, or not to be understood. */
    Optional<From> read(byte[] bytes) {
      try {
        JsonNode tree = json.readTree(bytes);
        String from = tree.path("i").asText();
        if (from.equals(instance)) {
          return Optional.empty();
        }
        JsonNode message = tree.path("m");
        return switch (message.path("t").asText()) {
          case "ops" -> Optional.of(new From(from, ops(message)));
          case "head" ->
              Optional.of(
                  new From(from, new Head(message.path("e").asLong(), message.path("q").asLong())));
          case "live" -> Optional.of(new From(from, live(message)));
          case "here" -> Optional.of(new From(from, people(message)));
          case "who" -> Optional.of(new From(from, new Who()));
          default -> Optional.empty();
        };
      } catch (IOException | IllegalArgumentException foreign) {
        return Optional.empty();
      }
    }

    private BusMessage ops(JsonNode message) throws IOException {
      List<Op> ops = new ArrayList<>();
      long seq = message.path("f").asLong();
      for (JsonNode entry : message.path("o")) {
        ops.add(
            new Op(
                seq++,
                ClientId.fromString(entry.path(0).asText()),
                entry.path(1).asLong(),
                json.treeToValue(entry.path(2), Author.class),
                Instant.parse(entry.path(3).asText()),
                mutations.readValue(entry.path(4))));
      }
      if (ops.isEmpty()) {
        throw new IllegalArgumentException("no entries");
      }
      return new Committed(message.path("e").asLong(), ops);
    }

    private BusMessage live(JsonNode message) throws JsonProcessingException {
      List<LiveLane.Told> values = new ArrayList<>();
      for (JsonNode entry : message.path("l")) {
        values.add(
            new LiveLane.Told(
                entry.path(0).asText(),
                entry.path(1).asText(),
                entry.path(2).asLong(),
                json.writeValueAsBytes(entry.path(3))));
      }
      return new Shown(values);
    }

    private static BusMessage people(JsonNode message) {
      List<Presence.Person> people = new ArrayList<>();
      for (JsonNode entry : message.path("on")) {
        people.add(
            new Presence.Person(
                entry.path(0).asText(),
                UUID.fromString(entry.path(1).asText()),
                entry.path(2).asText(),
                Role.of(entry.path(3).asText())));
      }
      return new Here(message.path("stamp").asLong(), people);
    }
  }
}
