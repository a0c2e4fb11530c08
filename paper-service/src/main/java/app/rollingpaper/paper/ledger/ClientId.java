package app.rollingpaper.paper.ledger;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.UUID;

/** A client of an author (a tab with its outbox): 64 bits, written as 16 hexadecimal digits. */
public record ClientId(long value) {
  /** Reads the written form; an {@link IllegalArgumentException} says that it is not one. */
  @JsonCreator
  public static ClientId fromString(String text) {
    if (text.length() != 16) {
      throw new IllegalArgumentException("a client id has 16 hexadecimal digits");
    }
    return new ClientId(HexFormat.fromHexDigitsToLong(text));
  }

  /** The client that stands for one request. */
  public static ClientId of(UUID id) {
    return new ClientId(id.getMostSignificantBits() ^ id.getLeastSignificantBits());
  }

  @Override
  @JsonValue
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
