package app.rollingpaper.paper.note;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** A place in the list of notes, written as an opaque cursor. */
record Position(long createdSeq, UUID note) {
  static final Position START = new Position(0, new UUID(0, 0));

  /** Reads a cursor; an {@link IllegalArgumentException} says that it is not one. */
  static Position of(String cursor) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
    if (bytes.remaining() != 24) {
      throw new IllegalArgumentException("not a cursor");
    }
    return new Position(bytes.getLong(), new UUID(bytes.getLong(), bytes.getLong()));
  }

  String cursor() {
    ByteBuffer bytes = ByteBuffer.allocate(24);
    bytes
        .putLong(createdSeq)
        .putLong(note.getMostSignificantBits())
        .putLong(note.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
