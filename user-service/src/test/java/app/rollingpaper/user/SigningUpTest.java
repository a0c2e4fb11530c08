package app.rollingpaper.user;

import static app.rollingpaper.user.RunningService.PASSWORD;
import static app.rollingpaper.user.RunningService.json;
import static app.rollingpaper.user.RunningService.newEmail;
import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.user.RunningService.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P01")
final class SigningUpTest {
  private static RunningService service;

  @BeforeAll
  static void start() {
    service = RunningService.start(new TestClock());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Answer signUp(Map<String, ?> fields, Map<String, String> headers) {
    return service.post("/api/users", json(fields), headers);
  }

  private static Map<String, String> wish(String email, String password, String name) {
    return Map.of("email", email, "password", password, "name", name);
  }

  @Test
  void aNewPersonGetsAnAccount() {
    String email = newEmail();
    Answer answer =
        signUp(
            Map.of(
                "email",
                "  " + email.toUpperCase(Locale.ROOT),
                "password",
                PASSWORD,
                "name",
                " 지우 ",
                "locale",
                "ko"),
            Map.of());
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("id", "email", "name", "locale");
    assertThat(answer.json().get("email").asText()).isEqualTo(email);
    assertThat(answer.json().get("name").asText()).isEqualTo("지우");
    assertThat(answer.json().get("locale").asText()).isEqualTo("ko");
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
    assertThat(service.signIn(email, PASSWORD).status()).isEqualTo(201);
  }

  @Test
  void theLanguageIsTheBrowsersUnlessItIsSaid() {
    Map<String, String> korean = Map.of("Accept-Language", "fr;q=0.9, ko-KR;q=0.8, en;q=0.1");
    assertThat(signUp(wish(newEmail(), PASSWORD, "A"), korean).json().get("locale").asText())
        .isEqualTo("ko");
    assertThat(
            signUp(wish(newEmail(), PASSWORD, "A"), Map.of("Accept-Language", "fr"))
                .json()
                .get("locale")
                .asText())
        .isEqualTo("en");
    assertThat(
            signUp(wish(newEmail(), PASSWORD, "A"), Map.of("Accept-Language", ";;q=x"))
                .json()
                .get("locale")
                .asText())
        .isEqualTo("en");
    assertThat(signUp(wish(newEmail(), PASSWORD, "A"), Map.of()).json().get("locale").asText())
        .isEqualTo("en");
    Map<String, String> english =
        Map.of("email", newEmail(), "password", PASSWORD, "name", "A", "locale", "en");
    assertThat(signUp(english, korean).json().get("locale").asText()).isEqualTo("en");
  }

  @Test
  void anAddressHasOneAccountHoweverItIsSpelled() {
    String email = newEmail();
    assertThat(service.signUp(email).status()).isEqualTo(201);
    Answer again = service.signUp(email.replace("person", "PERSON") + " ");
    assertThat(again.status()).isEqualTo(409);
    assertProblem(again, "email-taken", 409);
  }

  @Test
  void manyAtOnceMakeOneAccount() {
    String email = newEmail();
    List<Answer> answers = Parallel.times(12, () -> service.signUp(email));
    assertThat(answers)
        .extracting(Answer::status)
        .containsOnlyOnce(201)
        .allMatch(List.of(201, 409, 503)::contains);
    assertThat(service.signIn(email, PASSWORD).status()).isEqualTo(201);
  }

  @Test
  void theSameRequestAgainFindsItsAccount() {
    String email = newEmail();
    Map<String, String> key = Map.of("Idempotency-Key", "7f3a");
    Answer first = signUp(wish(email, PASSWORD, "A"), key);
    Answer second = signUp(wish(email, PASSWORD, "A"), key);
    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(signUp(wish(email, PASSWORD + "!", "A"), key).status()).isEqualTo(409);
    assertThat(signUp(wish(email, PASSWORD, "A"), Map.of("Idempotency-Key", "other")).status())
        .isEqualTo(409);
    assertThat(signUp(wish(email, PASSWORD, "A"), Map.of()).status()).isEqualTo(409);
  }

  @Test
  void theSameRequestManyTimesAtOnceMakesOneAccount() {
    String email = newEmail();
    List<Answer> answers =
        Parallel.times(
            6, () -> signUp(wish(email, PASSWORD, "A"), Map.of("Idempotency-Key", "7f3a")));
    assertThat(answers)
        .extracting(Answer::status)
        .allMatch(List.of(201, 503)::contains)
        .contains(201);
    assertThat(
            answers.stream()
                .filter(answer -> answer.status() == 201)
                .map(answer -> answer.json().get("id"))
                .distinct())
        .hasSize(1);
  }

  @Test
  void anAccountMadeWithoutAKeyIsNotFoundByOne() {
    String email = newEmail();
    service.signUp(email);
    assertThat(signUp(wish(email, PASSWORD, "지우"), Map.of("Idempotency-Key", "null")).status())
        .isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ein schlüssel",
        "a b",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      })
  void aKeyIsShortAndVisible(String key) {
    Answer answer = signUp(wish(newEmail(), PASSWORD, "A"), Map.of("Idempotency-Key", key));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("Idempotency-Key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"👨‍👩‍👧‍👦", "김지우", "Ω", "🏴󠁧󠁢󠁳󠁣󠁴󠁿🏴󠁧󠁢󠁳󠁣󠁴󠁿", "O'Brien-Šmíd", "각"})
  void namesAreOfAnyScript(String name) {
    Answer answer = signUp(wish(newEmail(), PASSWORD, name), Map.of());
    assertThat(answer.status()).isEqualTo(201);
    assertThat(
            service
                .me(service.signIn(answer.json().get("email").asText(), PASSWORD).accessToken())
                .json())
        .isEqualTo(answer.json());
  }

  @Test
  void fortyFamiliesFitAndFortyOneDoNot() {
    assertThat(signUp(wish(newEmail(), PASSWORD, "👨‍👩‍👧‍👦".repeat(40)), Map.of()).status())
        .isEqualTo(201);
    assertProblem(
        signUp(wish(newEmail(), PASSWORD, "👨‍👩‍👧‍👦".repeat(41)), Map.of()), "invalid", 400);
    assertProblem(signUp(wish(newEmail(), PASSWORD, "👍".repeat(2_000)), Map.of()), "invalid", 400);
  }

  static Stream<Arguments> wrongFields() {
    String email = "a@example.org";
    return Stream.of(
        Arguments.of("email", wish("", PASSWORD, "A")),
        Arguments.of("email", wish("no-at-sign", PASSWORD, "A")),
        Arguments.of("email", wish("a@b@example.org", PASSWORD, "A")),
        Arguments.of("email", wish("a b@example.org", PASSWORD, "A")),
        Arguments.of("email", wish("a..b@example.org", PASSWORD, "A")),
        Arguments.of("email", wish("a@-example.org", PASSWORD, "A")),
        Arguments.of("email", wish("\u212Aelvin@example.org", PASSWORD, "A")),
        Arguments.of("email", wish("a@example.org\r\nBcc: b@example.org", PASSWORD, "A")),
        Arguments.of(
            "email", wish("a@" + "b".repeat(60) + ".org" + ".example".repeat(30), PASSWORD, "A")),
        Arguments.of("name", wish(email, PASSWORD, "")),
        Arguments.of("name", wish(email, PASSWORD, "  \u200B\u200D ")),
        Arguments.of("name", wish(email, PASSWORD, "a\nb")),
        Arguments.of("name", wish(email, PASSWORD, "a\u202Eb")),
        Arguments.of("name", wish(email, PASSWORD, "a" + "\u0301".repeat(1_000))),
        Arguments.of("password", wish(email, "123456789", "A")),
        Arguments.of("password", wish(email, "x".repeat(64) + "y".repeat(65), "A")),
        Arguments.of("password", wish(email, "A@example.ORG", "A")),
        Arguments.of("password", wish(email, "Password123", "A")),
        Arguments.of("password", wish(email, "zzzzzzzzzzzz", "A")));
  }

  @ParameterizedTest
  @MethodSource("wrongFields")
  void theWrongFieldIsNamed(String field, Map<String, String> wish) {
    Answer answer = signUp(wish, Map.of());
    assertProblem(answer, "invalid", 400);
    assertThat(answer.json().get("errors")).hasSize(1);
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
  }

  @Test
  void allWrongFieldsAreNamedAtOnce() {
    Answer answer = signUp(wish("x", "y", "\n"), Map.of());
    assertThat(answer.json().get("errors").findValuesAsText("field"))
        .containsExactly("email", "name", "password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "\"text\"",
        "{",
        "{} {}",
        "{\"email\":1,\"password\":\"correct horse battery\",\"name\":\"A\"}",
        "{\"email\":\"a@example.org\",\"password\":{\"reveal\":\"correct horse battery\"},\"name\":\"A\"}",
        "{\"email\":\"a@example.org\",\"password\":12345678901234,\"name\":\"A\"}",
        "{\"email\":\"a@example.org\",\"password\":null,\"name\":\"A\"}",
        "{\"email\":\"a@example.org\",\"password\":\"correct horse battery\"}",
        "{\"email\":[\"a@example.org\"],\"password\":\"correct horse battery\",\"name\":\"A\"}",
        "{\"email\":\"a@example.org\",\"password\":\"correct horse battery\",\"name\":true}",
        "{\"email\":\"a@example.org\",\"password\":\"correct horse battery\",\"name\":\"A\",\"admin\":true}",
        "{\"email\":\"a@example.org\",\"password\":\"correct horse battery\",\"name\":\"A\",\"locale\":\"fr\"}",
        "{\"email\":\"a@example.org\",\"email\":\"b@example.org\",\"password\":\"correct horse battery\",\"name\":\"A\"}",
        "{\"email\":\"a@example.org\",\"password\":\"correct horse battery\",\"name\":\"A\\u0000\"}",
        "{\"email\":\"a@example.org\",\"password\":\"correct horse battery\\u0000\",\"name\":\"A\"}",
        "{\"email\":\"a@example.org\",\"password\":\"correct horse battery\",\"name\":\"\\ud83d\"}",
        "{\"email\":\"a@example.org\",\"password\":\"correct horse battery\\ude00\",\"name\":\"A\"}",
        "{\"email\":\"a@example.org\",\"password\":\"correct horse battery\",\"name\":\"\\ude00\\ud83d\"}"
      })
  void whatIsNotARequestIsRefused(String body) {
    Answer answer = service.post("/api/users", body, Map.of());
    assertThat(answer.status()).isEqualTo(400);
    assertNothingShown(answer);
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "{\"email\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
    assertThat(service.post("/api/users", deep, Map.of()).status()).isEqualTo(400);
    assertNothingShown(service.post("/api/users", "[".repeat(50_000), Map.of()));
  }

  @Test
  void aTooLargeBodyIsRefused() {
    Answer answer = signUp(wish(newEmail(), PASSWORD, "A".repeat(300_000)), Map.of());
    assertProblem(answer, "too-large", 413);
  }

  @Test
  void brokenUtf8IsRefused() {
    byte[] before =
        "{\"email\":\"a@example.org\",\"password\":\"correct horse battery\",\"name\":\""
            .getBytes(StandardCharsets.UTF_8);
    for (byte[] broken :
        List.of(
            new byte[] {(byte) 0xc3, 0x28},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xff})) {
      byte[] body = new byte[before.length + broken.length + 2];
      System.arraycopy(before, 0, body, 0, before.length);
      System.arraycopy(broken, 0, body, before.length, broken.length);
      body[body.length - 2] = '"';
      body[body.length - 1] = '}';
      Answer answer =
          service.send("POST", "/api/users", body, Map.of("Content-Type", "application/json"));
      assertThat(answer.status()).isEqualTo(400);
      assertNothingShown(answer);
    }
  }

  @Test
  void onlyJsonIsTakenAndOnlyByTheRightMethod() {
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    assertProblem(
        service.send("POST", "/api/users", "email=a".getBytes(StandardCharsets.UTF_8), form),
        "unsupported-media-type",
        415);
    assertProblem(service.send("DELETE", "/api/users", null, Map.of()), "method-not-allowed", 405);
    assertProblem(service.get("/api/users/nobody", Map.of()), "not-found", 404);
  }

  /** A problem document with all its members, and nothing of our insides. */
  static void assertProblem(Answer answer, String type, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.get("type").asText()).isEqualTo("https://rollingpaper.app/problems/" + type);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("requestId").asText()).isEqualTo(answer.header("X-Request-Id"));
    assertNothingShown(answer);
  }

  static void assertNothingShown(Answer answer) {
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.text())
        .doesNotContain("xception", "app.rollingpaper.", "java.", "jackson", "org.", "\tat ");
    assertThat(answer.header("Server")).isEmpty();
  }
}
