package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.EmbeddedRedisCluster;
import app.rollingpaper.compose.embedded.EmbeddedSentinels;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on a Redis that is several, and one of those dies while people write. */
@Tag("D08")
@Tag("L09")
class ManyRedisTest {
  @TempDir Path directory;

  @Test
  void theLiveLaneFollowsTheSentinelsToTheNewPrimary() {
    try (EmbeddedSentinels redis = new EmbeddedSentinels(directory)) {
      inTwoPlaces(
          redis.url(),
          () -> {
            redis.killPrimary();
            await().atMost(Duration.ofSeconds(30)).until(redis::hasFailedOver);
          });
    }
  }

  @Test
  void theLiveLaneGoesOnWhicheverNodeOfAClusterIsLost() {
    try (EmbeddedRedisCluster redis = new EmbeddedRedisCluster(directory)) {
      for (int node = 0; node < redis.size(); node++) {
        int lost = node;
        inTwoPlaces(
            redis.url(),
            () -> {
              redis.kill(lost);
              redis.startAgain(lost);
            });
      }
    }
  }

  private static void inTwoPlaces(String url, Runnable blow) {
    TestDatabase database = TestPostgres.freshDatabase("paper", "paper_service");
    Map<String, String> settings =
        Map.of(
            "RP_REDIS_URL",
            url,
            "RP_LIVE_LIVE_PER_SECOND",
            "1000",
            "RP_LIVE_OPS_PER_SECOND",
            "1000");
    try (RunningService one = new RunningService(database, settings);
        RunningService other = new RunningService(database, settings)) {
      RunningService.TestPaper paper = one.paper();
      try (LiveClient hana = LiveClient.join(one, paper, paper.writer("하나")).awaitSeq(0);
          LiveClient duri = LiveClient.join(other, paper, paper.writer("두리")).awaitSeq(0)) {
        AtomicInteger marks = new AtomicInteger();
        assertIsShown(hana, duri, marks);
        assertIsShown(duri, hana, marks);

        AtomicBoolean over = new AtomicBoolean();
        Thread writing =
            Thread.ofVirtual()
                .start(
                    () -> {
                      while (!over.get()) {
                        long n = hana.op(LiveClient.add(UUID.randomUUID(), "meanwhile"));
                        hana.awaitOwn(n);
                      }
                    });
        try {
          blow.run();
          assertIsShown(hana, duri, marks);
          assertIsShown(duri, hana, marks);
        } finally {
          over.set(true);
        }
        await().until(() -> !writing.isAlive());
        long head = hana.position();
        assertThat(head).isPositive();
        duri.awaitSeq(head);
        assertThat(duri.history()).isEqualTo(hana.history());
        assertThat(hana.closeCode()).isZero();
        assertThat(duri.closeCode()).isZero();
      }
    }
  }

  /** What one does is seen by the other, at once or as soon as there is a bus again. */
  private static void assertIsShown(LiveClient from, LiveClient to, AtomicInteger marks) {
    int before = marks.get();
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              String mark = "{\"mark\":" + marks.incrementAndGet() + "}";
              from.send("{\"t\":\"live\",\"k\":\"cursor\",\"s\":" + mark + "}");
              return newestMark(to) > before;
            });
  }

  private static int newestMark(LiveClient client) {
    return client.frames("live").stream()
        .flatMap(frame -> frame.path("l").valueStream())
        .mapToInt(told -> told.path(2).path("mark").asInt(0))
        .max()
        .orElse(0);
  }
}
