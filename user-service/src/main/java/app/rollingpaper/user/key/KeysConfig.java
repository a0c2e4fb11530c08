package app.rollingpaper.user.key;

import app.rollingpaper.common.config.Secret;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * How signing keys are kept.
 *
 * @param encryptionSecret opens the private keys in the database, which are sealed with it
 * @param publishedBeforeUse how long a new key is known to everybody before it signs; longer than a JWKS is cached
 *     and than a token is valid
 */
public record KeysConfig(@NotNull Secret encryptionSecret, @NotNull Duration publishedBeforeUse) {
  private static final int SHORTEST = 32;

  @AssertTrue(message = "must have 32 characters or more")
  boolean isEncryptionSecretLong() {
    return encryptionSecret.reveal().length() >= SHORTEST;
  }
}
