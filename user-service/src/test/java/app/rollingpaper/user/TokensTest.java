package app.rollingpaper.user;

import static app.rollingpaper.user.SigningUpTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.user.RunningService.Answer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P01")
final class TokensTest {
  private static final TestClock clock = new TestClock();
  private static RunningService service;

  @BeforeAll
  static void start() {
    service = RunningService.start(clock);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void theKeysArePublishedAndOpenTheTokens() throws ParseException, JOSEException {
    Answer answer = service.get("/.well-known/jwks.json", Map.of());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().allValues("Cache-Control")).containsExactly("public, max-age=300");
    assertThat(answer.json().at("/keys")).hasSize(1);
    assertThat(answer.json().at("/keys/0").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("kty", "e", "use", "kid", "alg", "n");
    JWK key = JWKSet.parse(answer.text()).getKeys().getFirst();
    assertThat(key.size()).isGreaterThanOrEqualTo(2048);

    SignedJWT token = SignedJWT.parse(service.newSession().accessToken());
    assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
    assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.PS256);
    assertThat(token.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("rolling-paper");
    assertThat(claims.getAudience())
        .containsExactly("user-service", "paper-service", "notification-service");
    assertThat(claims.getClaims()).containsKeys("sub", "email", "name", "locale", "jti");
    assertThat(claims.getExpirationTime().toInstant())
        .isEqualTo(claims.getIssueTime().toInstant().plusSeconds(600));
  }

  @Test
  void withoutATokenNobodyIsSignedIn() {
    Answer answer = service.get("/api/users/me", Map.of());
    assertProblem(answer, "sign-in-required", 401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertProblem(
        service.get("/api/users/me", Map.of("Authorization", "Basic YTpi")), "invalid-token", 401);
  }

  @Test
  void aTokenEndsAfterTenMinutes() {
    Answer signedIn = service.newSession();
    clock.advance(Duration.ofSeconds(599));
    assertThat(service.me(signedIn.accessToken()).status()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(10));
    assertProblem(service.me(signedIn.accessToken()), "invalid-token", 401);
    assertThat(service.me(service.refresh(signedIn.cookie()).accessToken()).status())
        .isEqualTo(200);
  }

  @Test
  void forgedTokensAreNotBelieved() throws JOSEException, ParseException {
    Answer signedIn = service.newSession();
    String genuine = signedIn.accessToken();
    JWTClaimsSet claims = claims(genuine);
    String kid = SignedJWT.parse(genuine).getHeader().getKeyID();
    RSAKey thief = new RSAKeyGenerator(2048).keyID(kid).generate();
    RSAKey published =
        JWKSet.parse(service.get("/.well-known/jwks.json", Map.of()).text())
            .getKeys()
            .getFirst()
            .toRSAKey();
    JOSEObjectType type = new JOSEObjectType("at+jwt");
    String[] parts = genuine.split("\\.");

    for (String forged :
        List.of(
            new PlainJWT(claims).serialize(),
            signed(
                new JWSHeader.Builder(JWSAlgorithm.PS256).type(type).keyID(kid).build(),
                claims,
                new RSASSASigner(thief)),
            signed(
                new JWSHeader.Builder(JWSAlgorithm.PS256).type(type).keyID("another").build(),
                claims,
                new RSASSASigner(thief)),
            signed(
                new JWSHeader.Builder(JWSAlgorithm.PS256)
                    .type(type)
                    .jwk(thief.toPublicJWK())
                    .build(),
                claims,
                new RSASSASigner(thief)),
            // the public key as the secret of an HMAC
            signed(
                new JWSHeader.Builder(JWSAlgorithm.HS256).type(type).keyID(kid).build(),
                claims,
                new MACSigner(published.toRSAPublicKey().getEncoded())),
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + parts[1] + "." + parts[2].substring(2) + "AA",
            parts[0]
                + "."
                + Base64URL.encode(claims.toString().replace("지우", "지유"))
                + "."
                + parts[2],
            "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0." + parts[1] + ".",
            "",
            "x",
            "a.b.c",
            genuine + genuine)) {
      assertProblem(service.me(forged), "invalid-token", 401);
    }
    assertThat(service.me(genuine).status()).isEqualTo(200);
  }

  @Test
  void genuineTokensForSomethingElseAreNotBelieved() throws JOSEException, ParseException {
    JWTClaimsSet claims = claims(service.newSession().accessToken());
    RSAKey key = service.signingKey();
    JOSEObjectType type = new JOSEObjectType("at+jwt");
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.PS256).type(type).keyID(key.getKeyID()).build();
    RSASSASigner signer = new RSASSASigner(key);
    assertThat(service.me(signed(header, claims, signer)).status()).isEqualTo(200);

    for (JWTClaimsSet other :
        List.of(
            new JWTClaimsSet.Builder(claims).audience("paper-service").build(),
            new JWTClaimsSet.Builder(claims).audience((String) null).build(),
            new JWTClaimsSet.Builder(claims).issuer("somebody-else").build(),
            new JWTClaimsSet.Builder(claims).expirationTime(null).build(),
            new JWTClaimsSet.Builder(claims)
                .expirationTime(Date.from(clock.instant().minusSeconds(60)))
                .build(),
            new JWTClaimsSet.Builder(claims)
                .notBeforeTime(Date.from(clock.instant().plusSeconds(60)))
                .build(),
            new JWTClaimsSet.Builder(claims).subject("nobody").build(),
            new JWTClaimsSet.Builder(claims).claim("email", null).build())) {
      assertProblem(service.me(signed(header, other, signer)), "invalid-token", 401);
    }
    for (JWSHeader otherHeader :
        List.of(
            new JWSHeader.Builder(JWSAlgorithm.PS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build(),
            new JWSHeader.Builder(JWSAlgorithm.PS256).keyID(key.getKeyID()).build(),
            new JWSHeader.Builder(JWSAlgorithm.RS256).type(type).keyID(key.getKeyID()).build())) {
      assertProblem(service.me(signed(otherHeader, claims, signer)), "invalid-token", 401);
    }
    JWTClaimsSet nobody =
        new JWTClaimsSet.Builder(claims).subject("01980a4e-7bfe-7d10-8c55-0a6b1e2f3c01").build();
    assertProblem(service.me(signed(header, nobody, signer)), "invalid-token", 401);
  }

  private static JWTClaimsSet claims(String token) throws ParseException {
    return SignedJWT.parse(token).getJWTClaimsSet();
  }

  private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }
}
