package app.rollingpaper.common.time;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** A source of ids: UUID version 7, so that ids sort by the time they were made (RFC 9562). Thread-safe. */
@FunctionalInterface
public interface Ids {
  /** A new id, different from every other. */
  UUID next();

  /** The ids of a running service. */
  static Ids timeOrdered() {
    return UuidCreator::getTimeOrderedEpochPlus1;
  }

  /**
   * The id that belongs to a name: the same parts give the same id everywhere (UUID version 8 over SHA-256, RFC 9562
   * §5.8). Used where a repeated request has to find what the first one made.
   */
  static UUID named(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(
            new byte[] {
              (byte) (bytes.length >> 24),
              (byte) (bytes.length >> 16),
              (byte) (bytes.length >> 8),
              (byte) bytes.length
            });
        digest.update(bytes);
      }
      byte[] hash = digest.digest();
      hash[6] = (byte) (hash[6] & 0x0f | 0x80);
      hash[8] = (byte) (hash[8] & 0x3f | 0x80);
      long high = 0;
      long low = 0;
      for (int i = 0; i < 8; i++) {
        high = high << 8 | hash[i] & 0xff;
        low = low << 8 | hash[i + 8] & 0xff;
      }
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
