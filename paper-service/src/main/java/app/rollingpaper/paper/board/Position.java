package app.rollingpaper.paper.board;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** A place in the list of somebody's papers, written as an opaque cursor. */
record Position(Instant createdAt, UUID paper) {
  static final Position START =
      new Position(Instant.parse("9999-12-31T00:00:00Z"), new UUID(-1, -1));

  /** Reads a cursor; an {@link IllegalArgumentException} says that it is not one. */
  static Position of(String cursor) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
    if (bytes.remaining() != 28) {
      throw new IllegalArgumentException("not a cursor");
    }
    try {
      Instant at = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
      if (at.isAfter(START.createdAt()) || at.isBefore(Instant.EPOCH)) {
        throw new IllegalArgumentException("not a cursor");
      }
      return new Position(at, new UUID(bytes.getLong(), bytes.getLong()));
    } catch (DateTimeException | ArithmeticException malformed) {
      throw new IllegalArgumentException("not a cursor", malformed);
    }
  }

  String cursor() {
    ByteBuffer bytes = ByteBuffer.allocate(28);
    bytes.putLong(createdAt.getEpochSecond()).putInt(createdAt.getNano());
    bytes.putLong(paper.getMostSignificantBits()).putLong(paper.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
