package app.rollingpaper.user;

import static app.rollingpaper.user.RunningService.PASSWORD;
import static app.rollingpaper.user.RunningService.newEmail;
import static app.rollingpaper.user.SigningUpTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.compose.embedded.testing.TestPostgres;
import app.rollingpaper.user.RunningService.Answer;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P01")
final class SessionsTest {
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
  void signingInGivesATokenAndACookieThatNoScriptReads() {
    String email = newEmail();
    service.signUp(email);
    Answer answer = service.signIn(email.replace("person", "Person"), PASSWORD);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("accessToken", "expiresAt", "user");
    assertThat(Instant.parse(answer.json().get("expiresAt").asText()))
        .isBetween(clock.instant().plusSeconds(599), clock.instant().plusSeconds(600));
    assertThat(answer.header("Set-Cookie"))
        .matches(
            "__Host-session=[A-Za-z0-9_-]{86}; Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Strict");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    Answer me = service.me(answer.accessToken());
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.json()).isEqualTo(answer.json().get("user"));
  }

  @Test
  void aWrongPasswordAndAnUnknownAddressAreAnsweredAlike() {
    String email = newEmail();
    service.signUp(email);
    Answer wrong = service.signIn(email, PASSWORD + "?");
    Answer unknown = service.signIn(newEmail(), PASSWORD);
    assertProblem(wrong, "bad-credentials", 401);
    assertProblem(unknown, "bad-credentials", 401);
    assertProblem(service.signIn("nobody", "x"), "bad-credentials", 401);
    assertProblem(service.signIn(email, "x".repeat(100_000)), "bad-credentials", 401);
    assertThat(wrong.json().get("title")).isEqualTo(unknown.json().get("title"));
    assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void anUnknownAddressCostsAsMuchWorkAsAKnownOne() {
    double before = hashes();
    service.signIn(newEmail(), PASSWORD);
    assertThat(hashes()).isEqualTo(before + 1);
    service.signIn(newEmail(), "short");
    assertThat(hashes()).isEqualTo(before + 2);
  }

  private static double hashes() {
    return service
        .admin("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("passwords_work_seconds_count"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void hangulIsTheSamePasswordInEverySpelling() {
    String email = newEmail();
    String composed = "비밀 편지를 씁니다";
    String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
    assertThat(decomposed).isNotEqualTo(composed);
    service.post(
        "/api/users",
        RunningService.json(Map.of("email", email, "password", decomposed, "name", "A")),
        Map.of());
    assertThat(service.signIn(email, composed).status()).isEqualTo(201);
  }

  @Test
  void refreshingRotatesTheCookieAndGoesOn() {
    Answer signedIn = service.newSession();
    Answer first = service.refresh(signedIn.cookie());
    Answer second = service.refresh(first.cookie());
    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(200);
    assertThat(List.of(signedIn.cookie(), first.cookie(), second.cookie())).doesNotHaveDuplicates();
    assertThat(second.json().get("user")).isEqualTo(signedIn.json().get("user"));
    assertThat(service.me(second.accessToken()).status()).isEqualTo(200);
  }

  @Test
  void thePredecessorGetsTheSameSuccessorForTwentySeconds() {
    Answer signedIn = service.newSession();
    Answer first = service.refresh(signedIn.cookie());
    clock.advance(Duration.ofSeconds(19));
    Answer again = service.refresh(signedIn.cookie());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.cookie()).isEqualTo(first.cookie());
    assertThat(service.me(again.accessToken()).status()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(9));
    assertThat(service.refresh(again.cookie()).status()).isEqualTo(200);
  }

  @Test
  void thePredecessorEndsTheSessionAfterTwentySeconds() {
    Answer signedIn = service.newSession();
    Answer first = service.refresh(signedIn.cookie());
    clock.advance(Duration.ofSeconds(20));
    Answer late = service.refresh(signedIn.cookie());
    assertProblem(late, "session-ended", 401);
    assertThat(late.header("Set-Cookie")).startsWith("__Host-session=; Path=/; Max-Age=0;");
    assertProblem(service.refresh(first.cookie()), "session-ended", 401);
  }

  @Test
  void anOlderTokenEndsTheSessionAtOnce() {
    Answer signedIn = service.newSession();
    Answer first = service.refresh(signedIn.cookie());
    Answer second = service.refresh(first.cookie());
    assertProblem(service.refresh(signedIn.cookie()), "session-ended", 401);
    assertProblem(service.refresh(second.cookie()), "session-ended", 401);
    assertProblem(service.refresh(first.cookie()), "session-ended", 401);
  }

  @Test
  void anotherSessionOfTheSameAccountStays() {
    String email = newEmail();
    service.signUp(email);
    Answer laptop = service.signIn(email, PASSWORD);
    Answer phone = service.signIn(email, PASSWORD);
    assertThat(service.signOut(laptop.cookie()).status()).isEqualTo(204);
    assertThat(service.refresh(phone.cookie()).status()).isEqualTo(200);
    assertProblem(service.refresh(laptop.cookie()), "session-ended", 401);
  }

  @Test
  void fiftyRefreshesAtOnceEndWithOneCookie() {
    Answer signedIn = service.newSession();
    List<Answer> answers = Parallel.times(50, () -> service.refresh(signedIn.cookie()));
    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers.stream().map(Answer::cookie).distinct()).hasSize(1);
    assertThat(answers.stream().map(Answer::accessToken).distinct()).hasSize(50);
    assertThat(service.refresh(answers.getFirst().cookie()).status()).isEqualTo(200);
  }

  @Test
  void aSessionEndsAfterThirtyIdleDays() {
    Answer used = service.newSession();
    Answer idle = service.newSession();
    clock.advance(Duration.ofDays(29));
    String cookie = service.refresh(used.cookie()).cookie();
    clock.advance(Duration.ofDays(1));
    assertProblem(service.refresh(idle.cookie()), "session-ended", 401);
    assertThat(service.refresh(cookie).status()).isEqualTo(200);
  }

  @Test
  void aSessionEndsAfterNinetyDaysWhateverHappens() {
    Answer answer = service.newSession();
    for (int i = 0; i < 4; i++) {
      clock.advance(Duration.ofDays(20));
      answer = service.refresh(answer.cookie());
      assertThat(answer.status()).isEqualTo(200);
    }
    assertThat(answer.header("Set-Cookie")).contains("Max-Age=864000;");
    clock.advance(Duration.ofDays(10));
    assertProblem(service.refresh(answer.cookie()), "session-ended", 401);
  }

  @Test
  void signingOutEndsTheSessionAndClearsTheCookie() {
    Answer signedIn = service.newSession();
    Answer refreshed = service.refresh(signedIn.cookie());
    Answer out = service.signOut(refreshed.cookie());
    assertThat(out.status()).isEqualTo(204);
    assertThat(out.text()).isEmpty();
    assertThat(out.header("Set-Cookie"))
        .isEqualTo("__Host-session=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Strict");
    assertProblem(service.refresh(refreshed.cookie()), "session-ended", 401);
    assertThat(service.signOut(refreshed.cookie()).status()).isEqualTo(204);
    assertThat(service.send("DELETE", "/api/sessions/current", null, Map.of()).status())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "\"quoted\"",
        "%00",
        "a,b"
      })
  void whatIsNoTokenIsNoSession(String cookie) {
    assertProblem(service.refresh(cookie), "session-ended", 401);
    assertThat(service.signOut(cookie).status()).isEqualTo(204);
  }

  @Test
  void aGuessedHalfOpensNothingButTheRestOfTheSessionIsSafeFromGuesses() {
    Answer signedIn = service.newSession();
    String guessedFamily = "A".repeat(42) + signedIn.cookie().substring(42);
    assertProblem(service.refresh(guessedFamily), "session-ended", 401);
    assertThat(service.refresh(signedIn.cookie()).status()).isEqualTo(200);
    assertProblem(
        service.send("POST", "/api/sessions/refresh", null, Map.of()), "session-ended", 401);
  }

  @Test
  void theOldestSessionEndsWhenAnAccountHasTooMany() {
    try (RunningService small =
        RunningService.start(
            TestPostgres.freshDatabase("users", "user_service"),
            clock,
            Map.of("RP_SESSIONS_PER_ACCOUNT", "2"))) {
      String email = newEmail();
      small.signUp(email);
      Answer oldest = small.signIn(email, PASSWORD);
      clock.advance(Duration.ofSeconds(1));
      Answer older = small.signIn(email, PASSWORD);
      clock.advance(Duration.ofSeconds(1));
      Answer newest = small.signIn(email, PASSWORD);
      assertThat(small.refresh(oldest.cookie()).status()).isEqualTo(401);
      assertThat(small.refresh(older.cookie()).status()).isEqualTo(200);
      assertThat(small.refresh(newest.cookie()).status()).isEqualTo(200);
    }
  }

  @Test
  void tooManyWrongPasswordsForOneAddressMustWait() {
    String email = newEmail();
    service.signUp(email);
    for (int i = 0; i < 20; i++) {
      assertThat(service.signIn(email, "wrong password " + i).status()).isEqualTo(401);
    }
    Answer refused = service.signIn(email, PASSWORD);
    assertProblem(refused, "too-many-attempts", 429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
    assertThat(service.newSession().status()).isEqualTo(201);
    clock.advance(Duration.ofSeconds(60));
    assertThat(service.signIn(email, PASSWORD).status()).isEqualTo(201);
    assertThat(service.admin("/metrics").text())
        .contains("limits_refused_total{limit=\"sign-in-failures\"}");
  }

  @Test
  void rightPasswordsAreNotCounted() {
    String email = newEmail();
    service.signUp(email);
    for (int i = 0; i < 25; i++) {
      assertThat(service.signIn(email, PASSWORD).status()).isEqualTo(201);
    }
  }
}
