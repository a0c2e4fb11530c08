package app.rollingpaper.user;

import static app.rollingpaper.user.RunningService.PASSWORD;
import static app.rollingpaper.user.RunningService.newEmail;
import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.user.RunningService.Answer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Passwords that are changed. */
@Tag("P01")
final class PasswordTest {
  private static final String OTHER = "새 비밀번호는 길어요";

  private static RunningService service;

  @BeforeAll
  static void start() {
    service = RunningService.start(new TestClock());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Answer change(Answer session, String current, String password, String cookie) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + session.accessToken());
    headers.put("Content-Type", "application/json");
    if (!cookie.isEmpty()) {
      headers.put("Cookie", "__Host-session=" + cookie);
    }
    return service.send(
        "PUT",
        "/api/users/me/password",
        RunningService.json(Map.of("current", current, "password", password))
            .getBytes(StandardCharsets.UTF_8),
        headers);
  }

  @Test
  void afterAChangeOnlyTheNewPasswordSignsInAndOnlyThisSessionGoesOn() {
    String email = newEmail();
    service.signUp(email);
    Answer here = service.signIn(email, PASSWORD);
    Answer elsewhere = service.signIn(email, PASSWORD);
    Answer somebody = service.newSession();

    assertThat(change(here, PASSWORD, OTHER, here.cookie()).status()).isEqualTo(204);

    assertThat(service.signIn(email, PASSWORD).status()).isEqualTo(401);
    assertThat(service.signIn(email, OTHER).status()).isEqualTo(201);
    assertThat(service.refresh(elsewhere.cookie()).status()).isEqualTo(401);
    assertThat(service.refresh(here.cookie()).status()).isEqualTo(200);
    assertThat(service.refresh(somebody.cookie()).status()).isEqualTo(200);
  }

  @Test
  void withoutACookieEverySessionEnds() {
    String email = newEmail();
    service.signUp(email);
    Answer here = service.signIn(email, PASSWORD);
    assertThat(change(here, PASSWORD, OTHER, "").status()).isEqualTo(204);
    assertThat(service.refresh(here.cookie()).status()).isEqualTo(401);
  }

  @Test
  void whoeverDoesNotKnowThePresentPasswordChangesNothingAndIsSlowedDown() {
    String email = newEmail();
    service.signUp(email);
    Answer here = service.signIn(email, PASSWORD);
    assertThat(change(here, "another password", OTHER, "").problem()).isEqualTo("wrong-password");
    assertThat(service.refresh(here.cookie()).status()).isEqualTo(200);
    int last = 403;
    for (int i = 0; i < 50 && last == 403; i++) {
      last = change(here, "another password", OTHER, "").status();
    }
    assertThat(last).isEqualTo(429);
  }

  @Test
  void aNewPasswordIsBoundByTheSameRules() {
    String email = newEmail();
    service.signUp(email);
    Answer here = service.signIn(email, PASSWORD);
    for (String bad : List.of("short", email, "aaaaaaaaaaaa", "x".repeat(129))) {
      Answer refused = change(here, PASSWORD, bad, here.cookie());
      assertThat(refused.status()).as(bad).isEqualTo(400);
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("password");
    }
    assertThat(service.signIn(email, PASSWORD).status()).isEqualTo(201);
    Map<String, String> nobody = Map.of("Content-Type", "application/json");
    assertThat(
            service
                .send(
                    "PUT",
                    "/api/users/me/password",
                    "{\"current\":\"a\",\"password\":\"b\"}".getBytes(StandardCharsets.UTF_8),
                    nobody)
                .status())
        .isEqualTo(401);
  }
}
