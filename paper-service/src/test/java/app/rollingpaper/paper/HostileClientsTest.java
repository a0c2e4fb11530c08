package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that are broken, slow, greedy or gone, and what they cost: something small, and nobody else. */
class HostileClientsTest {
  private static TestDatabase database;
  private static RunningService service;

  @BeforeAll
  static void start() {
    database = TestPostgres.freshDatabase("paper", "paper_service");
    service =
        new RunningService(
            database,
            Map.of(
                "RP_LIVE_HELLO_TIMEOUT", "1s",
                "RP_LIVE_HEARTBEAT", "120s",
                "RP_LIVE_WRITE_TIMEOUT", "3s",
                "RP_LIVE_MEMBERSHIP_CHECK", "300ms",
                "RP_LIVE_SOCKETS_PER_AUTHOR", "300",
                "RP_LIVE_SOCKETS_PER_PAPER", "320",
                "RP_LIVE_KEEP_HUB", "400ms",
                "RP_LIVE_JOINS_AT_ONCE", "4"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void awaitGaugesAtTheStart() {
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> {
              assertThat(service.figure("live_sockets")).isZero();
              assertThat(service.figure("live_hubs")).isZero();
            });
  }

  @Test
  @Tag("L10")
  void framesThatMakeNoSenseEndTheConnectionWithAReason() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    for (String frame :
        List.of(
            "",
            "null",
            "[]",
            "1",
            "\"hello\"",
            "{",
            "{}",
            "{\"t\":\"nothing\"}",
            "{\"t\":\"op\"}",
            "{\"t\":\"hello\",\"v\":1,\"c\":\"00000000000000aa\"}",
            "{\"t\":\"op\",\"n\":0,\"d\":[]}",
            "{\"t\":\"op\",\"n\":1,\"d\":[{\"m\":\"seal\"}]}",
            "{\"t\":\"op\",\"n\":1,\"d\":[null]}",
            "{\"t\":\"op\",\"n\":1,\"d\":[{\"m\":\"add\",\"evil\":true}]}",
            "{\"t\":\"live\",\"k\":\"other\",\"s\":1}",
            "{\"t\":\"live\",\"k\":\"cursor\",\"s\":" + "[".repeat(200) + "]".repeat(200) + "}",
            "{\"t\":\"live\",\"k\":\"cursor\",\"s\":\"\\ud800\"}",
            "{\"t\":\"ping\",\"ts\":{}}",
            "{\"t\":\"ping\",\"ts\":1,\"ts\":2}")) {
      try (LiveClient client = LiveClient.join(service, paper, writer)) {
        client.send(frame);
        assertThat(client.awaitClose()).as(frame).isEqualTo(4500);
        assertThat(client.frames("bye").getFirst().path("retry").asBoolean(true)).isFalse();
        assertThat(client.closeReason()).isEmpty();
      }
    }
    try (LiveClient client = LiveClient.join(service, paper, writer)) {
      client.binary(new byte[] {1, 2, 3});
      assertThat(client.awaitClose()).isEqualTo(4500);
    }
    for (String large : List.of("x".repeat(16_385), "x".repeat(200_000))) {
      try (LiveClient client = LiveClient.join(service, paper, writer)) {
        client.send("{\"t\":\"resync\",\"why\":\"" + large + "\"}");
        assertThat(client.awaitClose()).isEqualTo(4506);
      }
    }
    try (LiveClient client = LiveClient.join(service, paper, writer)) {
      client.send("{\"t\":\"live\",\"k\":\"cursor\",\"s\":\"" + "x".repeat(2_100) + "\"}");
      assertThat(client.awaitClose()).isEqualTo(4506);
    }
  }

  @Test
  @Tag("L10")
  void randomFramesBringNothingOfOurInsidesToLight() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    Random random = new Random(11);
    List<String> sound =
        List.of(
            "{\"t\":\"hello\",\"v\":1,\"c\":\"00000000000000aa\",\"e\":1,\"q\":0}",
            LiveClient.op(1, LiveClient.add(UUID.randomUUID(), "x")),
            "{\"t\":\"live\",\"k\":\"draft:" + UUID.randomUUID() + "\",\"s\":{\"text\":\"x\"}}",
            "{\"t\":\"ping\",\"ts\":5}",
            "{\"t\":\"resync\",\"why\":\"x\"}");
    for (int round = 0; round < 200; round++) {
      LiveClient client =
          random.nextBoolean()
              ? LiveClient.join(service, paper, writer)
              : LiveClient.open(service.server.port(), paper.id(), writer);
      try (client) {
        client.onlyListening();
        for (int i = 0; i < 6; i++) {
          String frame = garbled(sound.get(random.nextInt(sound.size())), random);
          if (random.nextInt(10) == 0) {
            client.binary(frame.getBytes(StandardCharsets.UTF_8));
          } else if (random.nextInt(10) == 0) {
            client.ping(Arrays.copyOf(frame.getBytes(StandardCharsets.UTF_8), random.nextInt(125)));
          } else {
            client.send(frame);
          }
        }
        client.send("{\"t\":\"fuzz ends here\"}");
        assertThat(client.awaitClose()).as(client.closeReason()).isGreaterThanOrEqualTo(1_000);
        String told = client.frames() + client.closeReason();
        assertThat(told)
            .doesNotContainPattern(
                "(?i)exception|java\\.|jackson|rollingpaper\\.paper|jetty|\\bat line\\b");
      }
    }
    try (LiveClient client = LiveClient.join(service, paper, writer)) {
      client.send("{\"t\":\"ping\",\"ts\":1}");
      client.await("pong");
    }
    awaitGaugesAtTheStart();
  }

  private static String garbled(String frame, Random random) {
    StringBuilder text = new StringBuilder(frame);
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, (char) random.nextInt(0x20, 0xd7ff));
        case 2 -> text.setCharAt(at, "{}[]\":,0\\".charAt(random.nextInt(9)));
        default -> text.insert(at, text.substring(at));
      }
    }
    return text.toString();
  }

  @Test
  @Tag("L10")
  void whoeverSaysNothingOrTooMuchIsLetGo() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    try (LiveClient mute = LiveClient.open(service.server.port(), paper.id(), writer)) {
      assertThat(mute.awaitClose()).isEqualTo(4003);
    }
    try (LiveClient busy = LiveClient.join(service, paper, writer)) {
      for (int i = 0; i < 100; i++) {
        busy.op(LiveClient.add(UUID.randomUUID(), "n" + i));
      }
      JsonNode refused = busy.await("rej", rej -> rej.path("code").asText().equals("rate"));
      assertThat(refused.path("retry").asBoolean()).isTrue();
      assertThat(busy.closeCode()).isZero();
    }
    try (LiveClient flooding = LiveClient.join(service, paper, writer)) {
      for (int i = 0; i < 2_000; i++) {
        flooding.send("{\"t\":\"ping\",\"ts\":" + i + "}");
      }
      assertThat(flooding.awaitClose()).isEqualTo(4005);
    }
    List<LiveClient> many = new ArrayList<>();
    try {
      Api other = paper.writer("두리");
      for (int i = 0; i < 300; i++) {
        many.add(LiveClient.join(service, paper, other));
      }
      many.add(
          LiveClient.open(service.server.port(), paper.id(), other)
              .hello(LiveClient.newClient(), ""));
      assertThat(many.getLast().awaitClose()).isEqualTo(4508);
    } finally {
      many.forEach(LiveClient::close);
    }
  }

  @Test
  @Tag("L10")
  @Tag("P11")
  void whoeverIsRemovedIsShownOut() throws SQLException {
    RunningService.TestPaper paper = service.paper();
    try (LiveClient removed = LiveClient.join(service, paper, paper.writer("하나"));
        LiveClient stays = LiveClient.join(service, paper, paper.writer("두리"));
        LiveClient owner = LiveClient.join(service, paper, paper.owner())) {
      String author = removed.await("welcome").path("me").asText();
      try (Connection connection =
              DriverManager.getConnection(
                  database.jdbcUrl(), database.user(), database.password());
          Statement statement = connection.createStatement()) {
        statement.execute("delete from paper.guest where guest_id = '" + author + "'");
      }
      assertThat(removed.awaitClose()).isEqualTo(4507);
      assertThat(stays.closeCode()).isZero();
      paper.owner().post(paper.path() + "/cancel", "");
      assertThat(stays.awaitClose()).isEqualTo(4503);
      owner.await("state", state -> state.path("state").asText().equals("cancelled"));
      assertThat(owner.closeCode()).isZero();
    }
  }

  @Test
  @Tag("L08")
  void readersThatDoNotReadCostLittleAndHoldUpNobody() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    UUID note = UUID.randomUUID();
    List<SilentSocket> silent = new ArrayList<>();
    try (LiveClient author = LiveClient.join(service, paper, writer);
        LiveClient reader = LiveClient.join(service, paper, paper.guest("read", "r"))) {
      author.awaitSeq(0);
      reader.awaitSeq(0);
      author.op(LiveClient.add(note, "start"));
      reader.awaitSeq(1);
      for (int i = 0; i < 200; i++) {
        silent.add(new SilentSocket(service.server.port(), paper.id(), writer));
      }
      reader.await("presence", presence -> presence.path("count").asInt() == 202);
      long before = heap();
      // 4 MB for each of them, more than the system's buffers take, and 800 MB if it were kept for
      // them.
      String text = "👨‍👩‍👧‍👦".repeat(450);
      for (int i = 0; i < 350; i++) {
        Api.Answer saved =
            writer.patch(paper.path() + "/notes/" + note, "{\"text\":\"" + text + i + "\"}");
        assertThat(saved.status()).isEqualTo(200);
      }
      reader.awaitSeq(351);
      long grown = heap() - before;
      assertThat(grown).isLessThan(30_000_000);
      assertThat(reader.frames("snap")).hasSize(1);
      // They are cut when they have not taken one frame in time; the others stay.
      await().atMost(Duration.ofSeconds(30)).until(() -> service.figure("live_sockets") == 2);
      reader.send("{\"t\":\"ping\",\"ts\":1}");
      reader.await("pong");
    } finally {
      silent.forEach(SilentSocket::close);
    }
    awaitGaugesAtTheStart();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  @Tag("L11")
  void thousandsOfComingsAndGoingsLeaveNothingBehind() throws Exception {
    LiveCycles.run(service, 3_000, 12);
    awaitGaugesAtTheStart();
  }

  @Test
  @Tag("G03")
  void aStoppingInstanceAsksEverybodyToGoElsewhere() {
    RunningService stopping = new RunningService(database, Map.of("RP_LIVE_DRAIN_SPREAD", "300ms"));
    RunningService.TestPaper paper = stopping.paper();
    try (LiveClient client = LiveClient.join(stopping, paper, paper.writer("하나"));
        LiveClient other = LiveClient.join(stopping, paper, paper.writer("둘"))) {
      stopping.close();
      JsonNode go = client.await("go");
      assertThat(go.path("in").asLong()).isBetween(1L, 300L);
      assertThat(go.path("why").asText()).isEqualTo("drain");
      // The moment within it is each client's to draw: drawn twice, most come at once.
      assertThat(other.await("go").path("in")).isEqualTo(go.path("in"));
      assertThat(client.awaitClose()).isEqualTo(4000);
      assertThat(client.frames("bye").getFirst().path("retry").asBoolean()).isTrue();
      assertThat(client.frames("go")).hasSize(1);
    }
  }

  @Test
  @Tag("G03")
  void whoStaysWhileAnInstanceIsDrainedIsToldWhoWentWhenItIsRestored() {
    RunningService drained = new RunningService(database, Map.of("RP_LIVE_DRAIN_SPREAD", "60s"));
    Api operator = new Api(drained.server.adminPort(), Map.of());
    RunningService.TestPaper paper = drained.paper();
    try (drained;
        LiveClient stays = LiveClient.join(drained, paper, paper.writer("하나"))) {
      try (LiveClient goes = LiveClient.join(drained, paper, paper.writer("둘"))) {
        stays.await("presence", presence -> presence.path("count").asInt() == 2);
        assertThat(operator.post("/drain", "").status()).isEqualTo(202);
        goes.await("go");
      }
      assertThat(operator.post("/restore", "").status()).isEqualTo(202);
      stays.await("presence", presence -> presence.path("count").asInt() == 1);
    }
  }

  @Test
  @Tag("L10")
  void aPaperThatDoesNotExistIsNotOne() {
    try (LiveClient client =
        LiveClient.open(
            service.server.port(), UUID.randomUUID().toString(), service.paper().owner())) {
      client.hello(LiveClient.newClient(), "");
      assertThat(client.awaitClose()).isEqualTo(4504);
    } catch (CompletionException refused) {
      throw new AssertionError(refused);
    }
  }
}
