package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.EmbeddedRedis;
import app.rollingpaper.compose.embedded.Place;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.live.LiveBus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One paper open on several instances. */
class ManyInstancesTest {
  private static final int INSTANCES = 3;
  private static final Map<String, String> GENEROUS = Map.of("RP_LIVE_OPS_PER_SECOND", "1000");

  private static List<RunningService> start(
      Map<String, String> settings, UnaryOperator<LiveBus> between) {
    TestDatabase database = TestPostgres.freshDatabase("paper", "paper_service");
    List<RunningService> instances = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      instances.add(new RunningService(database, settings, between));
    }
    for (RunningService instance : instances) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> instance.figure("live_bus_connected") == 1);
    }
    return instances;
  }

  /** Several people write on all instances; everybody ends with the same history. */
  private static void writeTogether(List<RunningService> instances, int ops) {
    RunningService.TestPaper paper = instances.getFirst().paper();
    List<LiveClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * INSTANCES; i++) {
        RunningService at = instances.get(i % INSTANCES);
        clients.add(LiveClient.join(at, paper, paper.writer("w" + i)).awaitSeq(0));
      }
      Random random = new Random(7);
      List<List<UUID>> notes = new ArrayList<>();
      clients.forEach(_ -> notes.add(new ArrayList<>()));
      for (int i = 0; i < ops; i++) {
        int who = random.nextInt(clients.size());
        List<UUID> own = notes.get(who);
        if (own.isEmpty() || random.nextInt(3) == 0) {
          own.add(UUID.randomUUID());
          clients.get(who).op(LiveClient.add(own.getLast(), "n" + i));
        } else {
          clients.get(who).op(LiveClient.set(own.get(random.nextInt(own.size())), "y", i));
        }
      }
      clients.forEach(client -> client.awaitSeq(ops));
      List<String> history = clients.getFirst().history();
      assertThat(history).hasSize(ops);
      for (LiveClient client : clients) {
        assertThat(client.history()).isEqualTo(history);
        assertThat(client.notes()).isEqualTo(clients.getFirst().notes());
        assertThat(client.frames("snap")).hasSize(1);
      }
    } finally {
      clients.forEach(LiveClient::close);
    }
  }

  @Test
  @Tag("L07")
  void threeInstancesConverge() {
    List<RunningService> instances = start(GENEROUS, bus -> bus);
    try {
      writeTogether(instances, 300);
      assertLiveLaneIsShared(instances);
    } finally {
      instances.forEach(RunningService::close);
    }
  }

  private static void assertLiveLaneIsShared(List<RunningService> instances) {
    RunningService.TestPaper paper = instances.getFirst().paper();
    try (LiveClient hana = LiveClient.join(instances.get(0), paper, paper.writer("하나"));
        LiveClient duri = LiveClient.join(instances.get(1), paper, paper.writer("두리"))) {
      String session = hana.await("welcome").path("session").asText();
      duri.await("presence", presence -> presence.path("on").toString().contains(session));
      hana.await("presence", presence -> presence.path("count").asInt() == 2);
      hana.send("{\"t\":\"live\",\"k\":\"cursor\",\"s\":{\"x\":12}}");
      duri.await(
          "live", live -> live.toString().contains("[\"" + session + "\",\"cursor\",{\"x\":12}]"));
      try (LiveClient late = LiveClient.join(instances.get(2), paper, paper.writer("세미"))) {
        late.await(
            "live",
            live -> live.toString().contains("[\"" + session + "\",\"cursor\",{\"x\":12}]"));
        late.await("presence", presence -> presence.path("count").asInt() == 3);
        hana.abort();
        late.await(
            "live", live -> live.toString().contains("[\"" + session + "\",\"cursor\",null]"));
        late.await("presence", presence -> presence.path("off").toString().contains(session));
        paper.owner().post(paper.path() + "/seal", "");
        late.await("state", state -> state.path("state").asText().equals("sealed"));
        duri.await("state", state -> state.path("state").asText().equals("sealed"));
      }
    }
  }

  @Test
  @Tag("L05")
  void everyMessageDoubledAndReorderedGivesTheSameBytesOfHistoryEverywhere() {
    List<RunningService> instances = start(GENEROUS, Disorder::new);
    try {
      writeTogether(instances, 300);
    } finally {
      instances.forEach(RunningService::close);
    }
  }

  @Test
  @Tag("L07")
  void everyMessageLostIsMadeUpForByLookingAtTheHeads() {
    List<RunningService> instances =
        start(
            Map.of("RP_LIVE_OPS_PER_SECOND", "1000", "RP_LIVE_HEAD_WATCH_WITH_BUS", "200ms"),
            Deaf::new);
    try {
      writeTogether(instances, 60);
    } finally {
      instances.forEach(RunningService::close);
    }
  }

  @Test
  @Tag("L09")
  @Tag("D08")
  void withoutRedisCollaborationGoesOnAndItsReturnIsNoticed(@TempDir Path directory) {
    EmbeddedRedis redis = new EmbeddedRedis(Place.in(directory));
    redis.start();
    List<RunningService> instances =
        start(Map.of("RP_REDIS_URL", redis.url(), "RP_LIVE_OPS_PER_SECOND", "1000"), bus -> bus);
    try {
      RunningService.TestPaper paper = instances.getFirst().paper();
      try (LiveClient hana =
              LiveClient.join(instances.get(0), paper, paper.writer("하나")).awaitSeq(0);
          LiveClient duri =
              LiveClient.join(instances.get(1), paper, paper.writer("두리")).awaitSeq(0)) {
        hana.op(LiveClient.add(UUID.randomUUID(), "with Redis"));
        duri.awaitSeq(1);

        redis.kill();
        for (RunningService instance : instances) {
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> instance.figure("live_bus_connected") == 0);
        }
        for (int i = 0; i < 5; i++) {
          hana.op(LiveClient.add(UUID.randomUUID(), "from hana " + i));
          duri.op(LiveClient.add(UUID.randomUUID(), "from duri " + i));
        }
        hana.awaitSeq(11);
        duri.awaitSeq(11);
        assertThat(duri.history()).isEqualTo(hana.history());
        try (LiveClient late =
            LiveClient.join(instances.get(2), paper, paper.writer("세미")).awaitSeq(11)) {
          assertThat(late.notes()).isEqualTo(hana.notes());
        }

        redis.start();
        for (RunningService instance : instances) {
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> instance.figure("live_bus_connected") == 1);
        }
        hana.send("{\"t\":\"live\",\"k\":\"cursor\",\"s\":{\"x\":5}}");
        duri.await("live", live -> live.toString().contains("cursor"));
        long begin = System.nanoTime();
        hana.op(LiveClient.add(UUID.randomUUID(), "fast again"));
        duri.awaitSeq(12);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        assertThat(hana.frames("snap")).hasSize(1);
        assertThat(duri.frames("snap")).hasSize(1);
      }
    } finally {
      instances.forEach(RunningService::close);
      redis.close();
    }
  }

  /** A bus that delivers everything twice and in disorder. */
  private static final class Disorder extends Between {
    private final Random random = new Random(3);
    private final List<Runnable> held = new ArrayList<>();

    Disorder(LiveBus bus) {
      super(bus);
    }

    @Override
    synchronized void deliver(Listener listener, PaperId paper, byte[] message) {
      held.add(() -> listener.heard(paper, message));
      held.add(() -> listener.heard(paper, message));
      while (held.size() > 12) {
        held.remove(random.nextInt(held.size())).run();
      }
    }
  }

  /** A bus that nothing comes out of. */
  private static final class Deaf extends Between {
    Deaf(LiveBus bus) {
      super(bus);
    }

    @Override
    void deliver(Listener listener, PaperId paper, byte[] message) {
      // Lost.
    }
  }

  /** Something between an instance and its bus. */
  private abstract static class Between implements LiveBus {
    private final LiveBus bus;

    Between(LiveBus bus) {
      this.bus = bus;
    }

    abstract void deliver(Listener listener, PaperId paper, byte[] message);

    @Override
    public void start(Listener listener) {
      bus.start(
          new Listener() {
            @Override
            public void heard(PaperId paper, byte[] message) {
              deliver(listener, paper, message);
            }

            @Override
            public void returned() {
              listener.returned();
            }
          });
    }

    @Override
    public void publish(PaperId paper, byte[] message) {
      bus.publish(paper, message);
    }

    @Override
    public CompletableFuture<Void> listen(PaperId paper) {
      return bus.listen(paper);
    }

    @Override
    public void ignore(PaperId paper) {
      bus.ignore(paper);
    }

    @Override
    public boolean connected() {
      return bus.connected();
    }

    @Override
    public void close() {
      bus.close();
    }
  }
}
