package app.rollingpaper.paper.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.Optional;

/**
 * The token of somebody without an account, as it was presented; whether it opens a paper is known only with the paper.
 *
 * @param hash SHA-256 of the token, which is all that is stored
 */
public record GuestToken(byte[] hash) implements Principal {
  public static final String PREFIX = "rpg_";

  /** Recognises a guest's token by its form. */
  public static Optional<Principal> recognise(String token) {
    return token.startsWith(PREFIX) ? Optional.of(new GuestToken(hash(token))) : Optional.empty();
  }

  /** How secrets are stored. They are 256 random bits, so that a plain hash is enough. */
  public static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  @Override
  public String getName() {
    return "guest";
  }

  @Override
  public String toString() {
    return "GuestToken[redacted]";
  }
}
