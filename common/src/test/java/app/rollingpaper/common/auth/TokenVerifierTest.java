package app.rollingpaper.common.auth;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.common.auth.TokenVerifier.Verification;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Verification against keys that are fetched over HTTP. */
@Tag("P01")
class TokenVerifierTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private final UUID user = new UUID(0, 7);

  private static RSAKey key(String id) throws Exception {
    return new RSAKeyGenerator(2_048).keyID(id).generate();
  }

  private String token(RSAKey key, JWSAlgorithm algorithm, Instant expires) throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID())
                .build(),
            new JWTClaimsSet.Builder()
                .issuer("rolling-paper")
                .audience("paper-service")
                .subject(user.toString())
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(expires))
                .claim("email", "a@example.org")
                .claim("name", "하나")
                .claim("locale", "ko")
                .build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static TokenVerifier verifier(int port) {
    URI jwks = URI.create("http://127.0.0.1:" + port + "/jwks.json");
    return new TokenVerifier(
        new AuthConfig(jwks, "rolling-paper", "paper-service"), InstantSource.fixed(NOW));
  }

  /** Answers with the keys, or with 503 when there are none. */
  private static HttpServer publish(String[] keys, AtomicInteger asked) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.createContext(
        "/jwks.json",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = keys[0].getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(
              keys[0].isEmpty() ? 503 : 200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void aGenuineTokenTellsWhoCallsAndTheKeysAreFetchedOnce() throws Exception {
    RSAKey key = key("1");
    AtomicInteger asked = new AtomicInteger();
    HttpServer server = publish(new String[] {new JWKSet(key.toPublicJWK()).toString()}, asked);
    try {
      TokenVerifier verifier = verifier(server.getAddress().getPort());
      assertThat(verifier.hasKeys()).isTrue();
      for (int i = 0; i < 50; i++) {
        assertThat(verifier.verify(token(key, JWSAlgorithm.PS256, NOW.plusSeconds(60))))
            .isEqualTo(
                new Verification.Verified(
                    new User(user, "a@example.org", "하나", "ko"), NOW.plusSeconds(60)));
      }
      assertThat(asked).hasValue(1);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void expiredForgedAndOtherwiseSignedTokensAreRefused() throws Exception {
    RSAKey key = key("1");
    HttpServer server =
        publish(new String[] {new JWKSet(key.toPublicJWK()).toString()}, new AtomicInteger());
    try {
      TokenVerifier verifier = verifier(server.getAddress().getPort());
      assertThat(verifier.verify(token(key, JWSAlgorithm.PS256, NOW.minusSeconds(10))))
          .isInstanceOf(Verification.Refused.class);
      assertThat(verifier.verify(token(key("1"), JWSAlgorithm.PS256, NOW.plusSeconds(60))))
          .isInstanceOf(Verification.Refused.class);
      assertThat(verifier.verify(token(key, JWSAlgorithm.RS256, NOW.plusSeconds(60))))
          .isInstanceOf(Verification.Refused.class);
      assertThat(verifier.verify("a.b.c")).isInstanceOf(Verification.Refused.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void withoutAnyKeysNothingIsSaidAboutATokenAndLaterTheyAreFound() throws Exception {
    RSAKey key = key("1");
    String[] keys = {""};
    HttpServer server = publish(keys, new AtomicInteger());
    try {
      TokenVerifier verifier = verifier(server.getAddress().getPort());
      String token = token(key, JWSAlgorithm.PS256, NOW.plusSeconds(60));
      assertThat(verifier.hasKeys()).isFalse();
      assertThat(verifier.verify(token)).isInstanceOf(Verification.KeysUnavailable.class);
      keys[0] = new JWKSet(key.toPublicJWK()).toString();
      org.awaitility.Awaitility.await().until(verifier::hasKeys);
      assertThat(verifier.verify(token)).isInstanceOf(Verification.Verified.class);
    } finally {
      server.stop(0);
    }
  }
}
