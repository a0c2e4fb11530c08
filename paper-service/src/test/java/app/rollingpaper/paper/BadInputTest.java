package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.common.auth.User;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever comes in: a clear problem goes out, and nothing of our insides. */
class BadInputTest {
  private final RunningService service = RunningService.shared();

  @Test
  @Tag("P04")
  void bodiesThatAreNotWhatTheyShouldBeAreRefusedWithAProblem() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    bodies.put("nothing", new byte[0]);
    bodies.put("null", utf8("null"));
    bodies.put("an array", utf8("[]"));
    bodies.put("a string", utf8("\"text\""));
    bodies.put("half", utf8("{\"text\": \"x\""));
    bodies.put("more than one", utf8("{\"text\": \"x\"} {}"));
    bodies.put("twice the same field", utf8("{\"text\": \"x\", \"text\": \"y\"}"));
    bodies.put("an unknown field", utf8("{\"text\": \"x\", \"admin\": true}"));
    bodies.put("a number as text", utf8("{\"text\": 5}"));
    bodies.put("an object as text", utf8("{\"text\": {}}"));
    bodies.put("text as a number", utf8("{\"text\": \"x\", \"x\": \"5\"}"));
    bodies.put("too large a number", utf8("{\"text\": \"x\", \"x\": 1e400}"));
    bodies.put("out of range", utf8("{\"text\": \"x\", \"x\": -1}"));
    bodies.put("not a number", utf8("{\"text\": \"x\", \"x\": NaN}"));
    bodies.put("empty text", utf8("{\"text\": \" \"}"));
    bodies.put("no text", utf8("{}"));
    bodies.put("null text", utf8("{\"text\": null}"));
    bodies.put("NUL", utf8("{\"text\": \"a\\u0000b\"}"));
    bodies.put("half a surrogate pair", utf8("{\"text\": \"a\\ud800b\"}"));
    bodies.put("a surrogate pair turned round", utf8("{\"text\": \"\\udc00\\ud800\"}"));
    bodies.put(
        "broken UTF-8",
        new byte[] {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xc3, '(', '"', '}'});
    bodies.put("UTF-16", "{\"text\": \"가\"}".getBytes(StandardCharsets.UTF_16));
    bodies.put("deep nesting", utf8("{\"text\": " + "[".repeat(50_000) + "]".repeat(50_000) + "}"));
    bodies.put("an unknown colour", utf8("{\"text\": \"x\", \"color\": \"octarine\"}"));
    bodies.forEach(
        (what, body) -> {
          Api.Answer answer =
              writer.with("Content-Type", "application/json").post(paper.path() + "/notes", body);
          assertThat(answer.status()).as(what).isEqualTo(400);
          assertProblem(answer, what);
        });
    Api.Answer large =
        writer.post(paper.path() + "/notes", utf8("{\"text\": \"" + "x".repeat(300_000) + "\"}"));
    assertThat(large.status()).isEqualTo(413);
    assertProblem(large, "too large");
    Api.Answer form =
        writer
            .with("Content-Type", "application/x-www-form-urlencoded")
            .post(paper.path() + "/notes", utf8("text=x"));
    assertThat(form.status()).isEqualTo(415);
    assertProblem(form, "form");
    assertThat(writer.get(paper.path() + "/notes").body().path("items")).isEmpty();
  }

  @Test
  @Tag("P02")
  void addressesThatLeadNowhereAreProblemsToo() {
    Api api = service.as(RunningService.person("지우"));
    for (String path :
        List.of(
            "/",
            "/api",
            "/api/papers/1",
            "/api/papers/%00",
            "/api/papers/..%2f..%2fetc",
            "/api/papers/00000000-0000-0000-0000-000000000000",
            "/api/papers/00000000-0000-0000-0000-000000000000/notes/x")) {
      Api.Answer answer = api.get(path);
      assertThat(answer.status()).as(path).isIn(400, 404);
      assertProblem(answer, path);
    }
    Api.Answer method = api.delete("/api/papers");
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.header("Allow")).contains("GET");
    assertProblem(method, "method");
    Api.Answer accept = api.with("Accept", "text/html").get("/api/papers");
    assertThat(accept.status()).isEqualTo(406);
    assertProblem(accept, "accept");
  }

  @Test
  @Tag("P02")
  void tokensThatAreNotGenuineAreRefused() {
    User user = RunningService.person("지우");
    RSAKey foreign = Tokens.newKey();
    Instant past = Instant.now().minusSeconds(3_600);
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("nonsense", "nonsense");
    tokens.put("empty", "");
    tokens.put(
        "expired", service.tokens.of(user, claims -> claims.expirationTime(Date.from(past))));
    tokens.put("forged", Tokens.sign(foreign, "at+jwt", user, claims -> claims));
    tokens.put(
        "another audience", service.tokens.of(user, claims -> claims.audience("other-service")));
    tokens.put("another issuer", service.tokens.of(user, claims -> claims.issuer("elsewhere")));
    tokens.put("no subject", service.tokens.of(user, claims -> claims.subject(null)));
    tokens.put(
        "a subject that is no id", service.tokens.of(user, claims -> claims.subject("root")));
    tokens.put("unsigned", unsigned(service.tokens.of(user)));
    tokens.put("changed", changed(service.tokens.of(user)));
    tokens.put("a guest's token that never was", "rpg_" + "A".repeat(43));
    tokens.forEach(
        (what, token) -> {
          Api.Answer answer = service.anonymous().as(token).get("/api/papers");
          assertThat(answer.status()).as(what).isEqualTo(401);
          assertProblem(answer, what);
        });
    assertThat(service.anonymous().with("Authorization", "Basic dTpw").get("/api/papers").status())
        .isEqualTo(401);
    assertThat(service.as(user).get("/api/papers").status()).isEqualTo(200);
  }

  private static String unsigned(String token) {
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                "{\"alg\":\"none\",\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8));
    return header + token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1);
  }

  private static String changed(String token) {
    String[] parts = token.split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    parts[1] =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                claims.replace("example.org", "example.com").getBytes(StandardCharsets.UTF_8));
    return String.join(".", parts);
  }

  @Test
  @Tag("P02")
  void requestIdsAreKeptWhenTheyAreSaneAndMadeWhenNot() {
    Api api = service.anonymous();
    assertThat(api.with("X-Request-Id", "abcdefgh-1").get("/api/papers").header("X-Request-Id"))
        .isEqualTo("abcdefgh-1");
    assertThat(api.with("X-Request-Id", "abcdefgh-1").get("/api/papers").text("requestId"))
        .isEqualTo("abcdefgh-1");
    assertThat(api.with("X-Request-Id", "no good").get("/api/papers").header("X-Request-Id"))
        .isNotEqualTo("no good")
        .hasSizeGreaterThan(20);
    assertThat(api.get("/api/papers").header("Server")).isEmpty();
  }

  private static void assertProblem(Api.Answer answer, String what) {
    assertThat(answer.header("Content-Type")).as(what).startsWith("application/problem+json");
    assertThat(answer.body().path("status").asInt()).as(what).isEqualTo(answer.status());
    assertThat(answer.text("type")).as(what).startsWith("https://rollingpaper.app/problems/");
    assertThat(answer.text("title")).as(what).isNotBlank();
    assertThat(answer.text("requestId"))
        .as(what)
        .isEqualTo(answer.header("X-Request-Id"))
        .isNotBlank();
    assertThat(answer.body().toString())
        .as(what)
        .doesNotContain(
            "Exception", "rollingpaper.paper", "com.fasterxml", "org.", "java.", "line:", "column");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
