package app.rollingpaper.paper.access;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An {@code Idempotency-Key}: a client's name for one request, under which it may be sent again without being done again.
 */
public record RequestKey(String value) {
  public static final String HEADER = "Idempotency-Key";
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,64}");

  /** Reads the header; an {@link IllegalArgumentException} makes it a 400 there. */
  public static RequestKey fromString(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("an Idempotency-Key has 1 to 64 visible ASCII characters");
    }
    return new RequestKey(text);
  }

  /** The key as text, or null where there is none. */
  public static @Nullable String value(@Nullable RequestKey key) {
    return key == null ? null : key.value;
  }
}
