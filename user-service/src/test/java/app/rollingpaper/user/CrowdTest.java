package app.rollingpaper.user;

import static app.rollingpaper.user.RunningService.PASSWORD;
import static app.rollingpaper.user.RunningService.newEmail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.testing.TestPostgres;
import app.rollingpaper.user.RunningService.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More people who sign in than can be let in. */
@Tag("G04")
final class CrowdTest {
  private static final int CROWD = 100;

  @Test
  void whoeverIsSignedInIsNotKeptOutByACrowdThatSignsIn() throws Exception {
    Map<String, String> slow =
        Map.of(
            "RP_PASSWORDS_ITERATIONS", "16",
            "RP_PASSWORDS_CONCURRENT", "1",
            "RP_PASSWORDS_PATIENCE", "3s");
    try (RunningService service =
        RunningService.start(
            TestPostgres.freshDatabase("users", "user_service"), new TestClock(), slow)) {
      String token = service.newSession().accessToken();
      CompletableFuture<List<Answer>> crowd =
          CompletableFuture.supplyAsync(
              () -> Parallel.times(CROWD, () -> service.signIn(newEmail(), PASSWORD)));
      await()
          .until(
              () -> service.admin("/health/ready").json().path("requests").asInt() > CROWD * 3 / 4);

      assertThat(service.me(token).status()).isEqualTo(200);

      assertThat(crowd.get()).extracting(Answer::status).containsOnly(401, 503);
    }
  }
}
