package app.rollingpaper.common.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Verifies access tokens (RFC 9068: {@code at+jwt}, here PS256 only) against the published keys, which are fetched in the
 * background, cached, and kept for hours when they cannot be fetched. Thread-safe.
 */
public final class TokenVerifier {
  private final JWKSource<SecurityContext> keys;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private volatile boolean keysSeen;

  public TokenVerifier(AuthConfig config, InstantSource clock) {
    this(config, clock, remote(config));
  }

  /** With keys that are at hand, for the service that signs the tokens itself. */
  public TokenVerifier(AuthConfig config, InstantSource clock, JWKSource<SecurityContext> keys) {
    this.keys = keys;
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.PS256, keys));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            config.audience(),
            new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
            Set.of("sub", "exp", "iat", "email", "name", "locale")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew(5);
    processor.setJWTClaimsSetVerifier(claims);
  }

  private static JWKSource<SecurityContext> remote(AuthConfig config) {
    try {
      return JWKSourceBuilder.create(
              config.jwksUrl().toURL(), new DefaultResourceRetriever(1_000, 2_000, 64 * 1024))
          .cache(Duration.ofMinutes(5).toMillis(), Duration.ofSeconds(5).toMillis())
          .refreshAheadCache(Duration.ofMinutes(1).toMillis(), true)
          .rateLimited(Duration.ofSeconds(1).toMillis())
          .retrying(true)
          .outageTolerant(Duration.ofHours(4).toMillis())
          .build();
    } catch (MalformedURLException malformed) {
      throw new IllegalArgumentException("auth.jwks-url: " + malformed.getMessage(), malformed);
    }
  }

  /** What became of a token. */
  public sealed interface Verification {
    /** The token is genuine, meant for this service and not expired before {@code expiresAt}. */
    record Verified(User user, Instant expiresAt) implements Verification {}

    /** The token is not to be believed. */
    record Refused() implements Verification {}

    /** The keys have never been fetched, so nothing can be said. */
    record KeysUnavailable() implements Verification {}
  }

  public Verification verify(String token) {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      return new Verification.Verified(
          new User(
              UUID.fromString(claims.getSubject()),
              Objects.requireNonNull(claims.getStringClaim("email")),
              Objects.requireNonNull(claims.getStringClaim("name")),
              Objects.requireNonNull(claims.getStringClaim("locale"))),
          claims.getExpirationTime().toInstant());
    } catch (RateLimitReachedException unknownKey) {
      // Asked for too often: a token of a key that is not among those at hand, or there never were
      // any.
      return keysSeen ? new Verification.Refused() : new Verification.KeysUnavailable();
    } catch (KeySourceException unreachable) {
      return new Verification.KeysUnavailable();
    } catch (ParseException
        | BadJOSEException
        | JOSEException
        | IllegalArgumentException
        | NullPointerException bad) {
      return new Verification.Refused();
    }
  }

  /** Whether there have been keys; asks for them when there have not. Known keys are kept through an outage. */
  public boolean hasKeys() {
    try {
      if (!keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null).isEmpty()) {
        keysSeen = true;
      }
      return keysSeen;
    } catch (KeySourceException unavailable) {
      return keysSeen;
    }
  }
}
