package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.rollingpaper.compose.embedded.EmbeddedPostgres;
import app.rollingpaper.compose.embedded.Signal;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The database does not answer: what is being written goes on being seen, and what is to be saved waits. */
class StoreAwayTest {
  @Test
  @Tag("L03")
  void theLiveLaneDoesNotNoticeThatTheDatabaseIsPaused() {
    EmbeddedPostgres postgres = TestPostgres.embedded().orElse(null);
    assumeTrue(postgres != null, "skipped: the database is not ours to pause");
    try (RunningService service =
        new RunningService(
            TestPostgres.freshDatabase("paper", "paper_service"),
            Map.of("RP_LIVE_LIVE_PER_SECOND", "1000"))) {
      RunningService.TestPaper paper = service.paper();
      try (LiveClient hana = LiveClient.join(service, paper, paper.writer("하나")).awaitSeq(0);
          LiveClient duri = LiveClient.join(service, paper, paper.writer("두리")).awaitSeq(0)) {
        await().until(() -> hana.await("presence").path("count").asInt() == 2);
        measure(hana, duri, 0, 30);
        Duration usual = measure(hana, duri, 100, 100);
        String kept = LiveClient.op(1, LiveClient.add(UUID.randomUUID(), "kept"));
        signal(postgres, Signal.STOP);
        Duration paused;
        try {
          hana.send(kept);
          paused = measure(hana, duri, 1_000, 150);
          duri.await("state", state -> state.path("state").asText().equals("readonly"));
          assertThat(duri.frames("ops")).isEmpty();
          assertThat(hana.closeCode()).isZero();
          assertThat(duri.closeCode()).isZero();
        } finally {
          signal(postgres, Signal.CONTINUE);
        }
        // What could not be saved was said to be worth sending again, as it was.
        await()
            .atMost(Duration.ofSeconds(40))
            .until(
                () -> {
                  hana.send(kept);
                  return hana.position() >= 1;
                });
        duri.awaitSeq(1);
        assertThat(hana.frames("rej")).allMatch(StoreAwayTest::isWorthSendingAgain);
        duri.await("state", state -> state.path("state").asText().equals("open"));
        hana.send(LiveClient.op(2, LiveClient.add(UUID.randomUUID(), "and on")));
        duri.awaitSeq(2);
        assertThat(duri.notes()).hasSize(2);
        assertThat(hana.frames("snap")).hasSize(1);
        assertThat(paused).as("usual %s", usual).isLessThan(usual.multipliedBy(3).plusMillis(150));
      }
    }
  }

  @Test
  @Tag("G11")
  void whatSaysThatNothingWasDoneHasDoneNothing() throws Exception {
    TestDatabase database = TestPostgres.freshDatabase("paper", "paper_service");
    try (RunningService service =
            new RunningService(database, Map.of("RP_DATABASE_CONNECT_TIMEOUT", "500ms"));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      RunningService.TestPaper paper = service.paper();
      Api hana = paper.writer("하나");
      String note = paper.path() + "/notes/" + paper.note(hana, "0");
      int changes = 20;
      CompletionService<Api.Answer> answers = new ExecutorCompletionService<>(callers);
      List<Api.Answer> refused = new ArrayList<>();
      long made = 0;
      try (Connection other =
              DriverManager.getConnection(
                  database.jdbcUrl(), database.user(), database.password());
          Statement lock = other.createStatement()) {
        other.setAutoCommit(false);
        lock.execute("lock table paper in access exclusive mode");
        for (int change = 1; change <= changes; change++) {
          String text = "{\"text\": \"" + change + "\"}";
          answers.submit(() -> hana.patch(note, text));
        }
        // All connections wait for the table; who finds none is refused.
        refused.add(answers.take().get());
        other.rollback();
      }
      for (int change = 1; change < changes; change++) {
        Api.Answer answer = answers.take().get();
        if (answer.status() == 200) {
          made++;
        } else {
          refused.add(answer);
        }
      }
      assertThat(refused)
          .allSatisfy(
              answer -> {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.problem()).isEqualTo("storage-unavailable");
                assertThat(answer.header("Request-Unprocessed")).isEqualTo("?1");
              });
      assertThat(hana.get(note).body().path("version").asLong()).isEqualTo(1 + made);
    }
  }

  /** The time until somebody else sees a keystroke; the slowest but one of a hundred. */
  private static Duration measure(LiveClient from, LiveClient to, int first, int count) {
    List<Duration> times = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      String mark = "{\"x\":" + i + ",\"mark\":true}";
      long begin = System.nanoTime();
      from.send("{\"t\":\"live\",\"k\":\"cursor\",\"s\":" + mark + "}");
      to.await("live", live -> live.at("/l/0/2").toString().equals(mark));
      times.add(Duration.ofNanos(System.nanoTime() - begin));
    }
    return times.stream().sorted().toList().get(count * 99 / 100 - 1);
  }

  private static boolean isWorthSendingAgain(JsonNode refusal) {
    return refusal.path("retry").asBoolean()
        && List.of("storage", "rate", "busy").contains(refusal.path("code").asText());
  }

  private static void signal(EmbeddedPostgres postgres, Signal signal) {
    ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();
    Stream.concat(Stream.of(server), server.descendants())
        .forEach(process -> signal.sendTo(process.pid()));
  }
}
