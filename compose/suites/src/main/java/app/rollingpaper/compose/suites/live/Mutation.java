package app.rollingpaper.compose.suites.live;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change within an op, with everything that it does not touch left out.
 *
 * @param m {@code add}, {@code set}, {@code del}, {@code hide}, {@code show}, {@code react}, or a turn in the paper's life such as {@code seal}
 * @param note which note; null for a turn
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Mutation(
    String m,
    @Nullable UUID note,
    @Nullable String text,
    @Nullable String color,
    @Nullable String font,
    @Nullable Double x,
    @Nullable Double y,
    @Nullable Double width,
    @Nullable Double rotation,
    @Nullable String z,
    @Nullable List<Sticker> stickers,
    @Nullable String reaction) {

  /** A new note of the usual size, colour and font. */
  public static Mutation add(UUID note, String text, double x, double y) {
    return new Mutation("add", note, text, "butter", "gaegu", x, y, 240.0, 0.0, null, null, null);
  }

  public static Mutation text(UUID note, String text) {
    return new Mutation("set", note, text, null, null, null, null, null, null, null, null, null);
  }

  public static Mutation place(UUID note, double x, double y) {
    return new Mutation("set", note, null, null, null, x, y, null, null, null, null, null);
  }

  public static Mutation delete(UUID note) {
    return new Mutation("del", note, null, null, null, null, null, null, null, null, null, null);
  }

  /** The same without what it says. */
  public Mutation blank() {
    return text == null
        ? this
        : new Mutation(m, note, "", color, font, x, y, width, rotation, z, stickers, reaction);
  }
}
