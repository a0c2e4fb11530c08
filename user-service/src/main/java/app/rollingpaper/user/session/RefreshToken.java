package app.rollingpaper.user.session;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a browser keeps to have its session refreshed: 256 random bits that all tokens of the session share, and 256 bits
 * that only this generation has. The first half finds the session, so that any older token is recognised as one of it
 * without keeping a row for each; the second says which generation it is. Only hashes of both are stored. Immutable.
 */
final class RefreshToken {
  private static final int HALF = 32;
  private static final int TEXT = 86;

  private final byte[] family;
  private final byte[] own;

  private RefreshToken(byte[] family, byte[] own) {
    this.family = family;
    this.own = own;
  }

  /** The first token of a new session. */
  static RefreshToken first(SecureRandom random) {
    return new RefreshToken(bytes(random), bytes(random));
  }

  /** A new salt for {@link #successor}. */
  static byte[] salt(SecureRandom random) {
    return bytes(random);
  }

  private static byte[] bytes(SecureRandom random) {
    byte[] bytes = new byte[HALF];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The token in a cookie, if it is one. */
  static Optional<RefreshToken> parse(String text) {
    if (text.length() != TEXT) {
      return Optional.empty();
    }
    try {
      byte[] both = Base64.getUrlDecoder().decode(text);
      return Optional.of(
          new RefreshToken(Arrays.copyOf(both, HALF), Arrays.copyOfRange(both, HALF, both.length)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /**
   * The token of the next generation: as random as the salt to whoever lacks the salt or this token, and the same each time
   * to the server, which has the one and is shown the other.
   */
  RefreshToken successor(byte[] salt) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      return new RefreshToken(family, mac.doFinal(own));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
    }
  }

  byte[] familyHash() {
    return sha256(family);
  }

  byte[] ownHash() {
    return sha256(own);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** As it stands in the cookie. */
  String text() {
    byte[] both = Arrays.copyOf(family, family.length + own.length);
    System.arraycopy(own, 0, both, family.length, own.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
