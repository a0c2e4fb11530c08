package app.rollingpaper.user;

import static app.rollingpaper.user.RunningService.newEmail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.EmbeddedRedisCluster;
import app.rollingpaper.compose.embedded.EmbeddedSentinels;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong passwords are counted in a Redis that is several. */
@Tag("D08")
class ManyRedisTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path directory;
  private final TestClock clock = new TestClock();

  @Test
  void theyAreCountedWhereTheSentinelsSay() {
    try (EmbeddedSentinels redis = new EmbeddedSentinels(directory);
        RunningService service = start(redis.url())) {
      assertThat(triesUntilRefused(service)).isEqualTo(20);
      redis.killPrimary();
      await().atMost(SOON).until(redis::hasFailedOver);
      await().atMost(SOON).until(() -> redis(service).equals("up"));
      assertThat(triesUntilRefused(service)).isEqualTo(20);
    }
  }

  @Test
  void theyAreCountedInACluster() {
    try (EmbeddedRedisCluster redis = new EmbeddedRedisCluster(directory);
        RunningService service = start(redis.url())) {
      assertThat(triesUntilRefused(service)).isEqualTo(20);
    }
  }

  @Test
  void aServiceThatFindsNoSentinelSignsInNevertheless() {
    try (RunningService service = start("redis-sentinel://127.0.0.1:1/primary")) {
      await().atMost(SOON).until(service::ready);
      assertThat(redis(service)).isEqualTo("down");
      String email = newEmail();
      assertThat(service.signUp(email).status()).isEqualTo(201);
      assertThat(service.signIn(email, RunningService.PASSWORD).status()).isEqualTo(201);
      assertThat(service.signIn(email, "wrong password").status()).isEqualTo(401);
    }
  }

  private RunningService start(String redisUrl) {
    return RunningService.start(
        TestPostgres.freshDatabase("users", "user_service"),
        clock,
        Map.of("RP_REDIS_URL", redisUrl));
  }

  private static String redis(RunningService service) {
    return service.admin("/health/ready").json().at("/parts/redis").asText();
  }

  private static int triesUntilRefused(RunningService service) {
    String email = newEmail();
    assertThat(service.signUp(email).status()).isEqualTo(201);
    int tries = 0;
    while (tries < 100 && service.signIn(email, "wrong password").status() == 401) {
      tries++;
    }
    return tries;
  }
}
