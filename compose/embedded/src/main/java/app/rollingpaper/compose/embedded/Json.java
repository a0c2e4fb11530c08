package app.rollingpaper.compose.embedded;

import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, collections, texts, numbers, truth values and instants as JSON. */
public final class Json {
  private static final char FIRST_PRINTABLE = ' ';

  private Json() {}

  public static String write(@Nullable Object value) {
    StringBuilder json = new StringBuilder();
    write(value, json);
    return json.toString();
  }

  private static void write(@Nullable Object value, StringBuilder json) {
    switch (value) {
      case null -> json.append("null");
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.append(separator);
          writeText(String.valueOf(entry.getKey()), json);
          json.append(':');
          write(entry.getValue(), json);
          separator = ",";
        }
        json.append(map.isEmpty() ? "{}" : "}");
      }
      case Collection<?> items -> {
        String separator = "[";
        for (Object item : items) {
          json.append(separator);
          write(item, json);
          separator = ",";
        }
        json.append(items.isEmpty() ? "[]" : "]");
      }
      case Number number -> json.append(number);
      case Boolean truth -> json.append(truth);
      case Instant instant -> writeText(instant.toString(), json);
      default -> writeText(value.toString(), json);
    }
  }

  private static void writeText(String text, StringBuilder json) {
    json.append('"');
    for (int index = 0; index < text.length(); index++) {
      char letter = text.charAt(index);
      switch (letter) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (letter < FIRST_PRINTABLE) {
            json.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
          } else {
            json.append(letter);
          }
        }
      }
    }
    json.append('"');
  }
}
