package app.rollingpaper.user.session;

import app.rollingpaper.common.time.Ids;
import app.rollingpaper.user.account.Account;
import app.rollingpaper.user.key.SigningKeys;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Signs access tokens (RFC 9068: {@code at+jwt}, PS256) for an account to use at every service. Thread-safe. */
final class AccessTokens {
  private static final List<String> AUDIENCE =
      List.of("user-service", "paper-service", "notification-service");

  private final SigningKeys keys;
  private final String issuer;
  private final Duration lifetime;
  private final Ids ids;
  private final InstantSource clock;

  AccessTokens(SigningKeys keys, String issuer, Duration lifetime, Ids ids, InstantSource clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.lifetime = lifetime;
    this.ids = ids;
    this.clock = clock;
  }

  /** A signed token and when it ends. */
  record AccessToken(String text, Instant expiresAt) {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  AccessToken sign(Account account) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(lifetime);
    RSAKey key = keys.current().jwk();
    Map<String, Object> claims =
        Map.of(
            "iss", issuer,
            "aud", AUDIENCE,
            "sub", account.id().toString(),
            "jti", ids.next().toString(),
            "iat", now.getEpochSecond(),
            "exp", expiresAt.getEpochSecond(),
            "email", account.email().text(),
            "name", account.name().text(),
            "locale", account.language().tag());
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.PS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID())
                .build(),
            new Payload(claims));
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException impossible) {
      throw new IllegalStateException("a token could not be signed", impossible);
    }
    return new AccessToken(token.serialize(), expiresAt);
  }
}
