package app.rollingpaper.paper;

import app.rollingpaper.common.auth.User;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;

/** Signs access tokens the way user-service does. */
final class Tokens {
  private final RSAKey key = newKey();

  static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2_048).keyID("test").generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  ImmutableJWKSet<SecurityContext> published() {
    return new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK()));
  }

  String of(User user) {
    return of(user, claims -> claims);
  }

  String of(User user, UnaryOperator<JWTClaimsSet.Builder> change) {
    return sign(key, "at+jwt", user, change);
  }

  static String sign(
      RSAKey key, String type, User user, UnaryOperator<JWTClaimsSet.Builder> change) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("rolling-paper")
            .audience(List.of("user-service", "paper-service", "notification-service"))
            .subject(user.id().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(600)))
            .claim("email", user.email())
            .claim("name", user.name())
            .claim("locale", user.locale());
    try {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.PS256)
              .type(new JOSEObjectType(type))
              .keyID(key.getKeyID())
              .build();
      SignedJWT token = new SignedJWT(header, change.apply(claims).build());
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
