package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Coming back: exactly what was missed, from memory or from the table, or everything; never a part of either. */
@Tag("L06")
class ResumeTest {
  private final RunningService service = RunningService.shared();
  private final RunningService.TestPaper paper = service.paper();
  private final Api writer = paper.writer("하나");
  private final String id = LiveClient.newClient();
  private LiveClient back;

  @AfterEach
  void goAway() {
    if (back != null) {
      back.close();
    }
  }

  /** Where somebody was when the connection broke. */
  private record Left(long epoch, long seq, Map<String, JsonNode> notes) {
    String position() {
      return "\"e\":" + epoch + ",\"q\":" + seq;
    }
  }

  private Left seen(int ops) {
    try (LiveClient client = LiveClient.join(service, paper, writer, id)) {
      client.awaitSeq(0);
      for (int i = 0; i < ops; i++) {
        client.op(LiveClient.add(UUID.randomUUID(), "note " + i));
      }
      client.awaitSeq(ops);
      return new Left(client.card.epoch(), client.position(), client.notes());
    }
  }

  private LiveClient resume(RunningService at, Left left, String position) {
    back = LiveClient.open(at.server.port(), paper.id(), writer);
    back.card.startAt(left.epoch(), left.seq(), left.notes());
    back.hello(id, position);
    back.await("welcome");
    return back;
  }

  private void assertWhole(RunningService at) {
    try (LiveClient fresh = LiveClient.join(at, paper, writer)) {
      fresh.awaitSeq(back.position());
      assertThat(back.notes()).isEqualTo(fresh.notes());
    }
  }

  @Test
  void shortlyAfterItComesFromMemory() {
    Left left = seen(5);
    paper.note(writer, "missed");
    double tables = service.figure("live_resumed_from_table_total");

    resume(service, left, left.position()).awaitSeq(6);

    assertThat(back.frames("snap")).isEmpty();
    assertThat(back.await("welcome").path("n").asLong()).isEqualTo(5);
    assertThat(back.await("welcome").path("q").asLong()).isEqualTo(6);
    assertThat(back.history()).hasSize(1);
    assertThat(service.figure("live_resumed_from_table_total")).isEqualTo(tables);
    assertWhole(service);
  }

  @Test
  void nothingMissedIsNothingSent() {
    Left left = seen(3);
    resume(service, left, left.position()).send("{\"t\":\"ping\",\"ts\":7}");
    assertThat(back.await("pong").path("ts").asInt()).isEqualTo(7);
    assertThat(back.frames("snap")).isEmpty();
    assertThat(back.frames("ops")).isEmpty();
  }

  @Test
  void longAfterItComesFromTheTable() throws SQLException {
    Left left = seen(5);
    write(700);
    try (RunningService other = new RunningService(service.database, Map.of())) {
      resume(other, left, left.position()).awaitSeq(705);
      assertThat(back.frames("snap")).isEmpty();
      assertThat(back.history()).hasSize(700);
      assertThat(other.figure("live_resumed_from_table_total")).isPositive();
      assertWhole(other);
    }
  }

  @Test
  void whenThePaperHasBeenLetGoMeanwhileItComesFromTheTable() {
    try (RunningService quick =
        new RunningService(service.database, Map.of("RP_LIVE_KEEP_HUB", "100ms"))) {
      Left left = seen(5);
      resume(quick, left, left.position()).awaitSeq(5);
      back.close();
      await().until(() -> quick.figure("live_hubs") == 0);
      paper.note(writer, "missed");
      resume(quick, left, left.position()).awaitSeq(6);
      assertThat(back.frames("snap")).isEmpty();
      assertThat(back.history()).hasSize(1);
      assertThat(quick.figure("live_resumed_from_table_total")).isPositive();
      assertWhole(quick);
    }
  }

  @Test
  void afterTooMuchItComesAsAWhole() throws SQLException {
    Left left = seen(5);
    write(2_100);
    try (RunningService other = new RunningService(service.database, Map.of())) {
      resume(other, left, left.position()).awaitSeq(2_105);
      assertThat(back.frames("snap")).isNotEmpty();
      assertThat(back.history()).isEmpty();
      assertThat(back.await("welcome").path("n").asLong()).isEqualTo(5);
      assertWhole(other);
    }
  }

  @Test
  void aPositionOfAnotherTimelineOrOfTheFutureMeansEverything() {
    Left left = seen(4);
    for (String position :
        new String[] {
          "\"e\":" + (left.epoch() + 1) + ",\"q\":4",
          "\"e\":0,\"q\":4",
          "\"e\":" + left.epoch() + ",\"q\":5000"
        }) {
      resume(service, left, position).await("snap");
      back.awaitSeq(4);
      assertWhole(service);
      back.close();
    }
  }

  @Test
  void whatADeletedNoteSaidIsNotTold() {
    Left left = seen(1);
    UUID note = UUID.randomUUID();
    try (LiveClient client = LiveClient.join(service, paper, writer)) {
      client.awaitSeq(1);
      client.op(LiveClient.add(note, "regretted"));
      client.op(LiveClient.set(note, "text", "regretted too"));
      client.op(LiveClient.delete(note));
      client.awaitSeq(4);
    }
    resume(service, left, left.position()).awaitSeq(4);
    assertThat(back.frames("snap")).isEmpty();
    assertThat(back.frames().toString()).doesNotContain("regretted").contains(note.toString());
    assertWhole(service);
  }

  /** Entries of a busy hour. */
  private void write(int entries) throws SQLException {
    String note = paper.note(writer, "moved about");
    String author =
        paper.owner().get(paper.path() + "/notes/" + note).body().at("/author/id").asText();
    try (Connection connection =
            DriverManager.getConnection(
                service.database.jdbcUrl(), service.database.user(), service.database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into paper.op (paper_id, seq, author_id, author_name, client_id, n, at, mutations)
          select '%1$s', p.seq + i, '%2$s', '하나', 77, i, now(),
                 jsonb_build_array(jsonb_build_object('m', 'set', 'note', '%3$s', 'x', i %% 1000 + 0.5))
          from paper.paper p, generate_series(1, %4$d) i where p.paper_id = '%1$s';
          update paper.note set x = %4$d %% 1000 + 0.5, version = version + %4$d,
            updated_at = (select at from paper.op where paper_id = '%1$s' order by seq desc limit 1)
          where paper_id = '%1$s' and note_id = '%3$s';
          update paper.paper set seq = seq + %4$d where paper_id = '%1$s';
          """
              .formatted(paper.id(), author, note, entries - 1));
    }
  }
}
