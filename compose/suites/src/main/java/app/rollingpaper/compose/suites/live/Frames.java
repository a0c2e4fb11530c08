package app.rollingpaper.compose.suites.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The protocol's frames as text, out and in. */
final class Frames {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Frames() {}

  static String hello(String client, OptionalLong epoch, long position, String ticket) {
    Map<String, @Nullable Object> hello = frame("hello");
    hello.put("v", 1);
    hello.put("c", client);
    if (epoch.isPresent()) {
      hello.put("e", epoch.getAsLong());
      hello.put("q", position);
    }
    hello.put("ticket", ticket);
    return write(hello);
  }

  static String op(long n, List<Mutation> mutations) {
    Map<String, @Nullable Object> op = frame("op");
    op.put("n", n);
    op.put("d", mutations);
    return write(op);
  }

  static String live(String key, @Nullable Object state) {
    Map<String, @Nullable Object> live = frame("live");
    live.put("k", key);
    live.put("s", state);
    return write(live);
  }

  static String resync(String why) {
    Map<String, @Nullable Object> resync = frame("resync");
    resync.put("why", why.length() > 200 ? why.substring(0, 200) : why);
    return write(resync);
  }

  static String ping(long at) {
    Map<String, @Nullable Object> ping = frame("ping");
    ping.put("ts", at);
    return write(ping);
  }

  static String pong(JsonNode at) {
    Map<String, @Nullable Object> pong = frame("pong");
    pong.put("ts", at);
    return write(pong);
  }

  private static Map<String, @Nullable Object> frame(String kind) {
    Map<String, @Nullable Object> frame = new LinkedHashMap<>();
    frame.put("t", kind);
    return frame;
  }

  private static String write(Map<String, @Nullable Object> frame) {
    try {
      return JSON.writeValueAsString(frame);
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  /** Reads a frame; an {@link IllegalArgumentException} when it is none. */
  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("no frame: " + text, malformed);
    }
  }

  static Welcome welcome(JsonNode frame) {
    return convert(frame, Welcome.class);
  }

  static List<Entry> entries(JsonNode frame) {
    List<Entry> entries = new ArrayList<>();
    long seq = frame.path("f").asLong();
    for (JsonNode entry : frame.path("o")) {
      entries.add(
          new Entry(
              seq++,
              entry.path(0).asText(),
              entry.path(1).asLong(),
              convert(entry.path(2), Author.class),
              entry.path(3).asText(),
              List.of(convert(entry.path(4), Mutation[].class))));
    }
    return entries;
  }

  static List<Note> notes(JsonNode frame) {
    return List.of(convert(frame.path("notes"), Note[].class));
  }

  static <T> T convert(JsonNode node, Class<T> type) {
    try {
      return JSON.treeToValue(node, type);
    } catch (JsonProcessingException strange) {
      throw new IllegalArgumentException("not understood: " + node, strange);
    }
  }
}
