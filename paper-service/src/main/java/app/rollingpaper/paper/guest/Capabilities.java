package app.rollingpaper.paper.guest;

import app.rollingpaper.common.config.Secret;
import app.rollingpaper.paper.access.GuestToken;
import app.rollingpaper.paper.access.PaperId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the secrets that let people in: 256 bits, derived by HMAC-SHA-256 from a key of the service and an id. The database
 * keeps only a hash of them, yet the same link or guest can be given its secret again, so that a repeated request gets the
 * answer that was lost. Thread-safe.
 */
public final class Capabilities {
  private final SecretKeySpec key;

  public Capabilities(Secret key) {
    this.key = new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  String ofLink(PaperId paper, UUID link) {
    return derive("link", paper, link);
  }

  String ofGuest(PaperId paper, UUID guest) {
    return GuestToken.PREFIX + derive("guest", paper, guest);
  }

  private String derive(String purpose, PaperId paper, UUID id) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] derived =
          mac.doFinal((purpose + " " + paper + " " + id).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
    }
  }
}
