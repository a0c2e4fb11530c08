package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writing together on one instance. */
class LiveTest {
  private final RunningService service = RunningService.shared();

  @Test
  @Tag("L02")
  void whoeverJoinsGetsTheWholePaperAndThenOnlyWhatChanges() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    paper.note(writer, "before");
    try (LiveClient client = LiveClient.join(service, paper, writer)) {
      JsonNode welcome = client.await("welcome");
      client.awaitSeq(1);
      assertThat(welcome.path("role").asText()).isEqualTo("writer");
      assertThat(welcome.path("name").asText()).isEqualTo("하나");
      assertThat(welcome.path("state").asText()).isEqualTo("open");
      assertThat(welcome.path("n").asLong()).isZero();
      assertThat(welcome.at("/limits/frame").asInt()).isEqualTo(16_384);
      assertThat(client.notes().values())
          .extracting(note -> note.path("text").asText())
          .containsExactly("before");

      String second = paper.note(writer, "by HTTP");

      client.awaitSeq(2);
      assertThat(client.notes()).containsKey(second);
      assertThat(client.frames("snap")).hasSize(1);
      assertThat(client.frames().getFirst()).isEqualTo(welcome);
    }
  }

  @Test
  @Tag("L05")
  void aGapIsToldBeforeWhatFillsItInTheSameTransaction() throws SQLException {
    RunningService.TestPaper paper = service.paper();
    String id = LiveClient.newClient();
    try (LiveClient author = LiveClient.join(service, paper, paper.writer("하나"), id);
        LiveClient other = LiveClient.join(service, paper, paper.writer("두리"));
        Connection blocking =
            DriverManager.getConnection(
                service.database.jdbcUrl(), service.database.user(), service.database.password());
        Statement statement = blocking.createStatement()) {
      author.awaitSeq(0);
      blocking.setAutoCommit(false);
      statement.execute(
          "select seq from paper.paper where paper_id = '" + paper.id() + "' for update");
      // While this one waits for the lock, what follows gathers.
      other.op(LiveClient.add(UUID.randomUUID(), "first"));
      other.send("{\"t\":\"ping\",\"ts\":1}").await("pong");
      author.send(LiveClient.op(2, LiveClient.add(UUID.randomUUID(), "too early")));
      author.send(LiveClient.op(1, LiveClient.add(UUID.randomUUID(), "fills the gap")));
      author.send("{\"t\":\"ping\",\"ts\":1}").await("pong");
      blocking.commit();

      author.awaitOwn(1);
      List<String> told =
          author.frames().stream()
              .filter(
                  frame -> frame.path("t").asText().equals("rej") || frame.toString().contains(id))
              .map(frame -> frame.path("t").asText())
              .toList();
      assertThat(told).containsExactly("rej", "ops");
      assertThat(author.await("rej").path("want").asLong()).isEqualTo(1);
    }
  }

  @Test
  @Tag("L04")
  @Tag("L05")
  void anOpComesBackToItsAuthorAndToEverybodyOnceItIsSaved() {
    RunningService.TestPaper paper = service.paper();
    UUID note = UUID.randomUUID();
    String id = LiveClient.newClient();
    try (LiveClient author = LiveClient.join(service, paper, paper.writer("하나"), id);
        LiveClient other = LiveClient.join(service, paper, paper.writer("두리"))) {
      author.awaitSeq(0);
      other.awaitSeq(0);
      long first = author.op(LiveClient.add(note, "축하해!"));
      author.awaitSeq(1);
      other.awaitSeq(1);
      author.op(LiveClient.set(note, "x", 7));
      author.awaitSeq(2);
      other.awaitSeq(2);

      assertThat(author.history()).isEqualTo(other.history());
      JsonNode entry = author.frames("ops").getFirst().at("/o/0");
      assertThat(entry.path(0).asText()).isEqualTo(id);
      assertThat(entry.path(1).asLong()).isEqualTo(first);
      assertThat(other.notes().get(note.toString()).path("x").asDouble()).isEqualTo(7);
      JsonNode stored = paper.owner().get(paper.path() + "/notes/" + note).body();
      assertThat(stored.path("text").asText()).isEqualTo("축하해!");
      assertThat(stored.path("x").asDouble()).isEqualTo(7);
    }
  }

  @Test
  @Tag("L05")
  void everyRefusalSaysWhyAndWhetherToSendAgain() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    UUID foreign = UUID.fromString(paper.note(paper.writer("두리"), "not yours"));
    try (LiveClient client = LiveClient.join(service, paper, writer)) {
      client.awaitSeq(1);
      client.send(LiveClient.op(2, LiveClient.add(UUID.randomUUID(), "too early")));
      JsonNode gap = client.await("rej");
      assertThat(gap.path("code").asText()).isEqualTo("gap");
      assertThat(gap.path("want").asLong()).isEqualTo(1);
      assertThat(gap.path("retry").asBoolean()).isTrue();

      assertThat(refusal(client, 1, LiveClient.set(foreign, "text", "mine now")))
          .isEqualTo("forbidden");
      assertThat(refusal(client, 2, LiveClient.set(UUID.randomUUID(), "text", "nothing")))
          .isEqualTo("gone");
      assertThat(refusal(client, 3, LiveClient.add(foreign, "again"))).isEqualTo("exists");
      assertThat(refusal(client, 4, LiveClient.add(UUID.randomUUID(), "x".repeat(1_001))))
          .isEqualTo("size");
      assertThat(refusal(client, 4, LiveClient.add(UUID.randomUUID(), "again"))).isEqualTo("used");
      client.send(LiveClient.op(5, LiveClient.add(UUID.randomUUID(), "in")));
      client.awaitSeq(2);
      paper.owner().post(paper.path() + "/seal", "");
      client.await("state", state -> state.path("state").asText().equals("sealed"));
      assertThat(refusal(client, 6, LiveClient.add(UUID.randomUUID(), "late"))).isEqualTo("sealed");
    }
    try (LiveClient reader = LiveClient.join(service, paper, paper.guest("read", "reader"))) {
      assertThat(refusal(reader, 1, LiveClient.add(UUID.randomUUID(), "x"))).isEqualTo("forbidden");
    }
  }

  private static String refusal(LiveClient client, long n, String mutation) {
    int before = client.frames("rej").size();
    client.send(LiveClient.op(n, mutation));
    await().atMost(Duration.ofSeconds(20)).until(() -> client.frames("rej").size() > before);
    JsonNode refusal = client.frames("rej").get(before);
    assertThat(refusal.path("n").asLong()).isEqualTo(n);
    return refusal.path("code").asText();
  }

  @Test
  @Tag("P05")
  @Tag("L03")
  void peopleSeeWhoIsHereAndWhatTheyWriteWhileTheyWriteIt() {
    RunningService.TestPaper paper = service.paper();
    String draft = "draft:" + UUID.randomUUID();
    try (LiveClient hana = LiveClient.join(service, paper, paper.writer("하나"));
        LiveClient duri = LiveClient.join(service, paper, paper.writer("두리"))) {
      String session = hana.await("welcome").path("session").asText();
      duri.await("presence", presence -> presence.path("on").toString().contains(session));
      hana.send("{\"t\":\"live\",\"k\":\"" + draft + "\",\"s\":{\"text\":\"축\"}}");
      hana.send("{\"t\":\"live\",\"k\":\"" + draft + "\",\"s\":{\"text\":\"축하\"}}");
      duri.await("live", live -> live.toString().contains("축하"));

      try (LiveClient late = LiveClient.join(service, paper, paper.writer("세미"))) {
        late.await("live", live -> live.toString().contains("축하"));
        assertThat(late.await("presence").path("count").asInt()).isEqualTo(3);
        hana.send("{\"t\":\"live\",\"k\":\"" + draft + "\",\"s\":null}");
        late.await("live", live -> live.at("/l/0/2").isNull());
      }
      hana.send("{\"t\":\"live\",\"k\":\"cursor\",\"s\":{\"x\":1}}");
      duri.await("live", live -> live.toString().contains("cursor"));
      hana.abort();
      duri.await("live", live -> live.toString().contains("[\"" + session + "\",\"cursor\",null]"));
      duri.await("presence", presence -> presence.path("off").toString().contains(session));
      assertThat(hana.frames("live"))
          .noneMatch(live -> live.toString().contains("\"" + session + "\""));
    }
  }

  @Test
  @Tag("L12")
  void sealingEndsTheLiveLaneAndLeavesThePaperWhole() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    UUID note = UUID.randomUUID();
    try (LiveClient client = LiveClient.join(service, paper, writer);
        LiveClient other = LiveClient.join(service, paper, paper.writer("두리"))) {
      client.awaitSeq(0);
      other.awaitSeq(0);
      client.op(LiveClient.add(note, "whole"));
      client.send("{\"t\":\"live\",\"k\":\"draft:" + note + "\",\"s\":{\"text\":\"unfinished\"}}");
      other.await("live", live -> live.toString().contains("unfinished"));
      client.awaitSeq(1);

      paper.owner().post(paper.path() + "/seal", "");

      for (LiveClient each : List.of(client, other)) {
        each.awaitSeq(2);
        each.await("state", state -> state.path("state").asText().equals("sealed"));
        assertThat(each.closeCode()).isZero();
      }
      client.send(
          "{\"t\":\"live\",\"k\":\"draft:" + note + "\",\"s\":{\"text\":\"after the end\"}}");
      client.send("{\"t\":\"ping\",\"ts\":1}");
      client.await("pong");
      try (LiveClient late = LiveClient.join(service, paper, paper.guest("read", "late"))) {
        late.awaitSeq(2);
        late.await("presence", presence -> presence.path("count").asInt() == 3);
        late.send("{\"t\":\"ping\",\"ts\":2}");
        late.await("pong");
        assertThat(late.frames("live")).isEmpty();
        assertThat(late.notes().get(note.toString()).path("text").asText()).isEqualTo("whole");
      }
      paper.owner().post(paper.path() + "/deliver", "");
      client.await("state", state -> state.path("state").asText().equals("delivered"));
    }
  }

  @Test
  @Tag("P07")
  void theRecipientDoesNotGetInBeforeTheDelivery() {
    var recipient = RunningService.person("민준");
    RunningService.TestPaper paper = service.paper(recipient.email());
    paper.note(paper.writer("하나"), "secret");
    Api api = service.as(recipient);
    try (LiveClient early = LiveClient.open(service.server.port(), paper.id(), api)) {
      early.hello(LiveClient.newClient(), "");
      assertThat(early.awaitClose()).isEqualTo(4504);
      assertThat(early.frames("bye").getFirst().path("retry").asBoolean(true)).isFalse();
      assertThat(early.frames()).hasSize(1);
    }
    paper.owner().post(paper.path() + "/deliver", "");
    Api revealed = paper.guest("reveal", "민준");
    try (LiveClient after = LiveClient.join(service, paper, revealed)) {
      after.awaitSeq(2);
      assertThat(after.notes()).hasSize(1);
    }
  }

  @Test
  @Tag("L01")
  void aRequestThatIsNoUpgradeIsToldSo() {
    RunningService.TestPaper paper = service.paper();
    Api.Answer plain = paper.owner().get("/ws/papers/" + paper.id());
    assertThat(plain.status()).isEqualTo(426);
    assertThat(plain.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(plain.header("Upgrade")).isEqualTo("websocket");
    assertThat(plain.problem()).isEqualTo("upgrade-required");
    assertThat(plain.text("requestId")).isNotEmpty().isEqualTo(plain.header("X-Request-Id"));
    assertThat(paper.owner().get("/ws/papers/nonsense").status()).isEqualTo(404);
  }

  @Test
  @Tag("L01")
  void theOriginOfAPageHasToBeAnAllowedOne() {
    RunningService.TestPaper paper = service.paper();
    Api nobody = service.anonymous();
    assertThat(handshake(paper, nobody.with("Origin", "https://evil.example"))).isEqualTo(403);
    assertThat(handshake(paper, paper.owner().with("Origin", "http://localhost:8081")))
        .isEqualTo(403);
    assertThat(handshake(paper, paper.owner().with("Origin", "null"))).isEqualTo(403);
    assertThat(handshake(paper, nobody)).isEqualTo(401);
    assertThat(handshake(paper, nobody.as("nonsense"))).isEqualTo(401);
    assertThat(handshake(paper, nobody.with("Origin", "http://localhost:8080").as("nonsense")))
        .isEqualTo(401);
    assertThat(handshake(paper, nobody.with("Origin", "http://localhost:8080"))).isEqualTo(101);
    assertThat(handshake(paper, paper.owner())).isEqualTo(101);
  }

  private int handshake(RunningService.TestPaper paper, Api who) {
    try (LiveClient _ = LiveClient.open(service.server.port(), paper.id(), who)) {
      return 101;
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof java.net.http.WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw failed;
    }
  }

  @Test
  @Tag("L01")
  void ticketsOfStrangersAndForgersAreRefused() {
    RunningService.TestPaper paper = service.paper();
    Api page = service.anonymous().with("Origin", "http://localhost:8080");
    Map<String, Integer> tickets =
        Map.of(
            "",
            4502,
            ",\"ticket\":\"nonsense\"",
            4502,
            ",\"ticket\":\"rpg_nonsense\"",
            4504,
            ",\"ticket\":\"" + token(service.paper().writer("elsewhere")) + "\"",
            4504,
            ",\"ticket\":\"" + token(service.as(RunningService.person("stranger"))) + "\"",
            4504);
    tickets.forEach(
        (ticket, code) -> {
          try (LiveClient client = LiveClient.open(service.server.port(), paper.id(), page)) {
            client.send("{\"t\":\"hello\",\"v\":1,\"c\":\"00000000000000aa\"" + ticket + "}");
            assertThat(client.awaitClose()).as(ticket).isEqualTo(code);
            assertThat(client.frames("bye").getFirst().path("code").asInt()).isEqualTo(code);
          }
        });
    try (LiveClient client = LiveClient.open(service.server.port(), paper.id(), page)) {
      client.send(
          "{\"t\":\"hello\",\"v\":1,\"c\":\"00000000000000aa\",\"ticket\":\""
              + token(paper.writer("하나"))
              + "\"}");
      client.await("welcome");
    }
    try (LiveClient client = LiveClient.open(service.server.port(), paper.id(), paper.owner())) {
      client.send("{\"t\":\"hello\",\"v\":2,\"c\":\"00000000000000aa\",\"news\":true}");
      assertThat(client.awaitClose()).isEqualTo(4501);
    }
  }

  private static String token(Api api) {
    return api.headers().get("Authorization").replace("Bearer ", "");
  }

  @Test
  @Tag("L06")
  void resyncBringsAWelcomeAndTheWholePaper() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    paper.note(writer, "here");
    try (LiveClient client = LiveClient.join(service, paper, writer)) {
      client.awaitSeq(1);
      client.send("{\"t\":\"resync\",\"why\":\"a gap\"}");
      await().until(() -> client.frames("snap").size() == 2);
      assertThat(client.frames("welcome")).hasSize(2);
      assertThat(client.notes()).hasSize(1);
    }
  }
}
