package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.EmbeddedRedisCluster;
import app.rollingpaper.compose.embedded.EmbeddedSentinels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on a Redis that is several. */
@Tag("D08")
final class ManyRedisTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir Path directory;

  @Test
  void theyGoOnCountingTogetherWhenTheSentinelsHaveChosenAnotherPrimary() {
    try (EmbeddedSentinels redis = new EmbeddedSentinels(directory)) {
      inTwoGateways(
          redis.url(),
          countedTogether -> {
            assertThat(countedTogether.getAsBoolean()).isTrue();
            redis.killPrimary();
            await().atMost(SOON).until(redis::hasFailedOver);
            await().atMost(SOON).until(countedTogether::getAsBoolean);
          });
    }
  }

  @Test
  void theyCountTogetherOnEveryNodeOfACluster() {
    try (EmbeddedRedisCluster redis = new EmbeddedRedisCluster(directory)) {
      inTwoGateways(
          redis.url(),
          countedTogether -> {
            for (int address = 0; address < 4 * redis.size(); address++) {
              assertThat(countedTogether.getAsBoolean()).isTrue();
            }
          });
    }
  }

  /** Does something to two gateways that can be asked whether one counts what the other has answered. */
  private static void inTwoGateways(String redisUrl, Consumer<BooleanSupplier> doing) {
    Map<String, String> settings =
        Map.of(
            "GATEWAY_LIMIT_SIGN_UP",
            "1/10m",
            "GATEWAY_TRUSTED_PROXIES",
            "127.0.0.1",
            "GATEWAY_REDIS_URL",
            redisUrl);
    AtomicInteger addresses = new AtomicInteger();
    try (Upstream upstream = new Upstream("one");
        RunningGateway first = new RunningGateway(settings);
        RunningGateway second = new RunningGateway(settings)) {
      first.list("user-service", upstream);
      second.list("user-service", upstream);
      doing.accept(
          () -> {
            String address = "2001:db8::" + Integer.toHexString(addresses.incrementAndGet());
            assertThat(signUp(first, address)).isEqualTo(200);
            return signUp(second, address) == 429;
          });
    }
  }

  private static int signUp(RunningGateway gateway, String address) {
    return gateway.post("/api/users", "{}", "X-Forwarded-For", address).statusCode();
  }
}
