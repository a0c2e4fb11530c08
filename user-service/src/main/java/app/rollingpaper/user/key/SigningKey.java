package app.rollingpaper.user.key;

import com.nimbusds.jose.jwk.RSAKey;
import java.time.Instant;

/**
 * A key pair that signs access tokens.
 *
 * @param jwk both halves, with the id that tokens name
 * @param signsFrom when it takes over from the key before it
 */
public record SigningKey(RSAKey jwk, Instant signsFrom) {
  String kid() {
    return jwk.getKeyID();
  }

  @Override
  public String toString() {
    return "SigningKey[" + kid() + "]";
  }
}
