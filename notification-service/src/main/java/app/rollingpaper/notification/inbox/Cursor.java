package app.rollingpaper.notification.inbox;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in an inbox, opaque to clients: what follows is older than this entry.
 *
 * @param entry the last entry already seen
 */
record Cursor(UUID entry) {
  private static final int BYTES = 16;
  private static final int LETTERS = 22;

  /** Reads what {@link #text()} wrote; empty for anything else. */
  static Optional<Cursor> parse(String text) {
    if (text.length() != LETTERS) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      Cursor cursor = new Cursor(new UUID(bytes.getLong(), bytes.getLong()));
      return cursor.text().equals(text) ? Optional.of(cursor) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  String text() {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .putLong(entry.getMostSignificantBits())
            .putLong(entry.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
