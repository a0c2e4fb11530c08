package app.rollingpaper.notification;

import app.rollingpaper.common.auth.AuthConfig;
import app.rollingpaper.common.auth.TokenVerifier;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;

/** Signs access tokens as the user service does. */
final class Signer {
  private static final RSAKey KEY = newKey();

  private Signer() {}

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID("test").generate();
    } catch (JOSEException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static TokenVerifier verifier(AuthConfig config, InstantSource clock) {
    return new TokenVerifier(config, clock, new ImmutableJWKSet<>(new JWKSet(KEY.toPublicJWK())));
  }

  static String token(UUID user, Instant now) {
    return token(user, now, "notification-service", KEY);
  }

  static String tokenFor(String audience, UUID user, Instant now) {
    return token(user, now, audience, KEY);
  }

  /** A token of the same look, signed by somebody else. */
  static String forged(UUID user, Instant now) {
    return token(user, now, "notification-service", newKey());
  }

  @SuppressWarnings("JavaUtilDate")
  private static String token(UUID user, Instant now, String audience, RSAKey key) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.PS256)
                  .type(new JOSEObjectType("at+jwt"))
                  .keyID(key.getKeyID())
                  .build(),
              new JWTClaimsSet.Builder()
                  .issuer("rolling-paper")
                  .audience(audience)
                  .subject(user.toString())
                  .issueTime(Date.from(now))
                  .expirationTime(Date.from(now.plus(Duration.ofMinutes(10))))
                  .claim("email", "somebody@example.org")
                  .claim("name", "지우")
                  .claim("locale", "ko")
                  .build());
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
