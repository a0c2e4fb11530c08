package app.rollingpaper.paper.live;

import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.ledger.Mutation;
import app.rollingpaper.paper.ledger.Note;
import app.rollingpaper.paper.ledger.NoteView;
import app.rollingpaper.paper.ledger.Op;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes what clients are sent, as bytes that all its readers share. The same entry of the ledger is the same bytes on
 * every instance, from memory or from the table. Thread-safe.
 */
final class Frames {
  /** Bytes of a frame that goes out, if its one element does not need more. */
  static final int LARGEST = 64 * 1024;

  private final ObjectMapper json;
  private final ObjectWriter mutations;
  private final Limits limits;
  private final int heartbeat;
  private final String instance;

  Frames(ObjectMapper json, Limits limits, int heartbeat, String instance) {
    this.json = json;
    this.mutations = json.writerFor(new TypeReference<List<Mutation>>() {});
    this.limits = limits;
    this.heartbeat = heartbeat;
    this.instance = instance;
  }

  /** What a client has to keep to. */
  record Limits(int frame, int ops, int burst, int live, int liveBytes, int notes, int textBytes) {}

  private record Welcome(
      String t,
      int v,
      long e,
      long q,
      long n,
      UUID me,
      String name,
      String role,
      String state,
      String session,
      Limits limits,
      int heartbeat,
      String instance) {}

  private record Rejection(String t, long n, String code, @Nullable Long want, boolean retry) {}

  private record Bye(String t, int code, boolean retry, int after) {}

  private record Go(String t, long in, String why) {}

  private record State(String t, String state) {}

  private record Pong(String t, @Nullable JsonNode ts) {}

  byte[] welcome(long epoch, long head, long decided, Member member, String state, String session) {
    return write(
        new Welcome(
            "welcome",
            FrameReader.VERSION,
            epoch,
            head,
            decided,
            member.author(),
            member.name(),
            member.role().word(),
            state,
            session,
            limits,
            heartbeat,
            instance));
  }

  byte[] rejection(long n, String code, boolean retry) {
    return write(new Rejection("rej", n, code, null, retry));
  }

  byte[] gap(long n, long want) {
    return write(new Rejection("rej", n, "gap", want, true));
  }

  byte[] bye(Farewell why) {
    return write(new Bye("bye", why.code(), why.retry(), why.after()));
  }

  byte[] go(long in, String why) {
    return write(new Go("go", in, why));
  }

  byte[] state(String state) {
    return write(new State("state", state));
  }

  byte[] pong(@Nullable JsonNode ts) {
    return write(new Pong("pong", ts));
  }

  /** An entry of the ledger, as it stands in {@link #ops}. */
  byte[] entry(Op op) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator generator = json.createGenerator(bytes)) {
      generator.writeStartArray();
      generator.writeString(op.client().toString());
      generator.writeNumber(op.n());
      generator.writePOJO(op.author());
      generator.writeString(op.at().toString());
      mutations.writeValue(generator, op.mutations());
      generator.writeEndArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  byte[] ops(long epoch, long from, List<byte[]> entries) {
    return array("{\"t\":\"ops\",\"e\":" + epoch + ",\"f\":" + from + ",\"o\":[", entries, "]}");
  }

  byte[] live(List<byte[]> entries) {
    return array("{\"t\":\"live\",\"l\":[", entries, "]}");
  }

  /** One value of the live lane, as it stands in {@link #live}. */
  byte[] liveEntry(String session, String key, byte[] state) {
    return array("[", List.of(write(session), write(key), state), "]");
  }

  byte[] presence(Set<Presence.Person> on, Set<String> off, int count) {
    List<byte[]> people = on.stream().map(this::person).toList();
    List<byte[]> gone = off.stream().map(this::write).toList();
    return array(
        "{\"t\":\"presence\",\"on\":[",
        people,
        new String(
            array("],\"off\":[", gone, "],\"count\":" + count + "}"), StandardCharsets.UTF_8));
  }

  byte[] person(Presence.Person person) {
    return array(
        "[",
        List.of(
            write(person.session()),
            write(person.author()),
            write(person.name()),
            write(person.role().word())),
        "]");
  }

  /** A whole paper, in frames that follow each other. */
  List<byte[]> snapshot(long epoch, long seq, List<Note> notes) {
    List<List<byte[]>> parts = new ArrayList<>();
    List<byte[]> part = new ArrayList<>();
    int size = 0;
    for (Note note : notes) {
      byte[] shown = write(NoteView.of(note));
      if (size + shown.length > LARGEST - 256 && !part.isEmpty()) {
        parts.add(part);
        part = new ArrayList<>();
        size = 0;
      }
      part.add(shown);
      size += shown.length + 1;
    }
    parts.add(part);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String head =
          "{\"t\":\"snap\",\"e\":"
              + epoch
              + ",\"q\":"
              + seq
              + ",\"part\":"
              + (i + 1)
              + ",\"of\":"
              + parts.size();
      frames.add(array(head + ",\"notes\":[", parts.get(i), "]}"));
    }
    return frames;
  }

  static byte[] array(String head, List<byte[]> elements, String tail) {
    byte[] before = head.getBytes(StandardCharsets.UTF_8);
    byte[] after = tail.getBytes(StandardCharsets.UTF_8);
    int size = before.length + after.length + Math.max(0, elements.size() - 1);
    for (byte[] element : elements) {
      size += element.length;
    }
    byte[] whole = new byte[size];
    System.arraycopy(before, 0, whole, 0, before.length);
    int at = before.length;
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0) {
        whole[at++] = ',';
      }
      byte[] element = elements.get(i);
      System.arraycopy(element, 0, whole, at, element.length);
      at += element.length;
    }
    System.arraycopy(after, 0, whole, at, after.length);
    return whole;
  }

  byte[] write(Object value) {
    try {
      return json.writeValueAsBytes(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("our own frames can be written", impossible);
    }
  }
}
