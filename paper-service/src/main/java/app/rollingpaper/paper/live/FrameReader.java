package app.rollingpaper.paper.live;

import app.rollingpaper.common.constraint.Constraints;
import app.rollingpaper.paper.ledger.Mutation;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.validation.Validator;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads what clients send, and believes none of it. Thread-safe. */
final class FrameReader {
  static final int VERSION = 1;
  private static final String UUID =
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
  private static final Pattern LIVE_KEY = Pattern.compile("cursor|(draft|drag|select):" + UUID);
  private static final long LARGEST_NUMBER = 1L << 53;

  private final ObjectMapper json;
  private final ObjectReader frames;
  private final Validator validator = Constraints.validator();

  FrameReader(ObjectMapper json) {
    this.json = json;
    this.frames = json.readerFor(FromClient.class);
  }

  /** A frame, or why it is none. */
  sealed interface Reading {
    record Understood(FromClient frame) implements Reading {}

    record Senseless(Farewell why) implements Reading {}
  }

  Reading read(ByteBuffer utf8) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException broken) {
      return new Reading.Senseless(Farewell.BAD_FRAME);
    }
    try {
      FromClient frame = frames.readValue(text);
      return frame != null && makesSense(frame)
          ? new Reading.Understood(frame)
          : new Reading.Senseless(reason(text));
    } catch (JacksonException malformed) {
      return new Reading.Senseless(reason(text));
    }
  }

  /** Another version may have other fields, so that its greeting cannot be read; it should be told the real reason. */
  private Farewell reason(String text) {
    try {
      JsonNode tree = json.readTree(text);
      boolean otherVersion =
          tree.path("t").asText().equals("hello")
              && tree.path("v").isInt()
              && tree.path("v").asInt() != VERSION;
      return otherVersion ? Farewell.VERSION : Farewell.BAD_FRAME;
    } catch (JacksonException malformed) {
      return Farewell.BAD_FRAME;
    }
  }

  private static boolean makesSense(FromClient frame) {
    return switch (frame) {
      case FromClient.Hello hello ->
          hello.v() == VERSION
              && hello.c() != null
              && (hello.e() == null) == (hello.q() == null)
              && (hello.q() == null || hello.q() >= 0);
      case FromClient.Write write ->
          write.n() >= 1
              && write.n() <= LARGEST_NUMBER
              && write.d() != null
              && write.d().stream().allMatch(Mutation.OfNote.class::isInstance);
      case FromClient.Show show ->
          show.k() != null
              && LIVE_KEY.matcher(show.k()).matches()
              && (show.s() == null || isText(show.s()));
      case FromClient.Ping ping -> ping.ts() == null || ping.ts().isNumber();
      case FromClient.Resync resync -> resync.why() == null || resync.why().length() <= 200;
    };
  }

  /** Whether everything in it is text: half a surrogate pair would make other clients' frames no valid UTF-8. */
  private static boolean isText(JsonNode value) {
    if (value.isTextual()) {
      return isText(value.textValue());
    }
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      if (!isText(property.getKey())) {
        return false;
      }
    }
    for (JsonNode inner : value) {
      if (!isText(inner)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(String value) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(value);
  }

  /** The mutations of an op; none when they are not within their bounds. */
  List<Mutation> mutations(FromClient.Write write) {
    return write.d() != null && validator.validate(write).isEmpty()
        ? List.copyOf(write.d())
        : List.of();
  }
}
