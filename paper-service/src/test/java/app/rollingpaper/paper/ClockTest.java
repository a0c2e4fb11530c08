package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.common.auth.User;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Papers that are sealed and delivered by themselves. */
@Tag("P08")
class ClockTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final Map<String, String> OFTEN =
      Map.of("RP_CLOCK_PAUSE", "20ms", "RP_DATABASE_POOL_SIZE", "4");

  private final TestDatabase database = TestPostgres.freshDatabase("paper", "paper_service");
  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final InstantSource clock = time::get;

  private RunningService instance() {
    return new RunningService(database, OFTEN, UnaryOperator.identity(), clock);
  }

  private static RunningService.TestPaper paper(RunningService service, String times) {
    User owner = RunningService.person("지우");
    Api.Answer opened =
        service
            .as(owner)
            .post(
                "/api/papers",
                """
                {"title": "t", "recipient": {"name": "r", "email": "r@example.org"}, "occasion": "other",
                 "theme": "night", "zone": "Europe/Berlin", %s}
                """
                    .formatted(times));
    assertThat(opened.status()).as(opened.plain()).isEqualTo(201);
    return new RunningService.TestPaper(service, opened.text("id"), service.as(owner));
  }

  private static String times(Instant closes, Instant delivers) {
    return "\"closesAt\": \"" + closes + "\", \"deliverAt\": \"" + delivers + "\"";
  }

  private static String state(RunningService.TestPaper paper) {
    return paper.owner().get(paper.path()).text("state");
  }

  private static void becomes(RunningService.TestPaper paper, String state) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> state(paper).equals(state));
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path to paper");
      if (statement.execute(sql)) {
        try (ResultSet found = statement.getResultSet()) {
          while (found.next()) {
            rows.add(found.getString(1));
          }
        }
      }
    }
    return rows;
  }

  /** What the papers' ledgers say of their lives, in order. */
  private List<String> turns(RunningService.TestPaper paper) throws SQLException {
    return rows(
        "select m ->> 'm' from op, jsonb_array_elements(mutations) m where paper_id = '"
            + paper.id()
            + "' and m ->> 'm' in ('seal', 'deliver', 'cancel') order by seq");
  }

  @Test
  void aPaperIsSealedAndDeliveredAtItsTimes() throws SQLException {
    try (RunningService service = instance()) {
      RunningService.TestPaper paper =
          paper(service, times(NOW.plusSeconds(60), NOW.plusSeconds(120)));
      RunningService.TestPaper witness =
          paper(service, times(NOW.plusSeconds(60), NOW.plusSeconds(600)));
      String note = paper.note(paper.writer("하나"), "in time");

      time.set(NOW.plusSeconds(60).minusNanos(1_000));
      Api late = paper.writer("두리");
      assertThat(late.post(paper.path() + "/notes", "{\"text\": \"just in time\"}").status())
          .isEqualTo(201);
      time.set(NOW.plusSeconds(60));
      becomes(paper, "sealed");
      becomes(witness, "sealed");
      assertThat(late.post(paper.path() + "/notes", "{\"text\": \"too late\"}").status())
          .isEqualTo(409);

      time.set(NOW.plusSeconds(120));
      becomes(paper, "delivered");
      assertThat(state(witness)).isEqualTo("sealed");
      assertThat(turns(paper)).containsExactly("seal", "deliver");
      assertThat(paper.owner().get(paper.path()).text("sealedAt"))
          .isEqualTo(NOW.plusSeconds(60).toString());
      assertThat(paper.guest("reveal", "r").get(paper.path() + "/notes/" + note).status())
          .isEqualTo(200);
    }
  }

  @Test
  void manyInstancesMakeEachTurnOnce() throws SQLException {
    List<RunningService> instances = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        instances.add(instance());
      }
      RunningService first = instances.getFirst();
      List<RunningService.TestPaper> papers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        papers.add(paper(first, times(NOW.plusSeconds(60), NOW.plusSeconds(60 + i % 3))));
      }
      time.set(NOW.plusSeconds(60));
      time.set(NOW.plusSeconds(100));
      for (RunningService.TestPaper paper : papers) {
        becomes(paper, "delivered");
        assertThat(turns(paper)).endsWith("deliver").doesNotHaveDuplicates();
      }
      assertThat(rows("select count(*) from link where kind = 'reveal'")).containsExactly("20");
    } finally {
      instances.forEach(RunningService::close);
    }
  }

  @Test
  void whatWasDueWhileNobodyRanIsMadeUpFor() throws SQLException {
    RunningService.TestPaper paper;
    try (RunningService service = instance()) {
      paper = paper(service, times(NOW.plusSeconds(60), NOW.plusSeconds(120)));
    }
    time.set(NOW.plus(Duration.ofDays(3)));
    try (RunningService _ = instance()) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  rows("select state from paper where paper_id = '" + paper.id() + "'")
                      .equals(List.of("delivered")));
    }
    assertThat(turns(paper)).containsExactly("deliver");
    assertThat(rows("select count(*) from link where kind = 'reveal'")).containsExactly("1");
  }

  @Test
  void aTurnThatWasBrokenOffIsMadeAgain() throws SQLException {
    try (RunningService service = instance()) {
      RunningService.TestPaper paper =
          paper(service, times(NOW.plusSeconds(60), NOW.plusSeconds(60)));
      // The delivery fails where it makes the link, again and again, after the seal stands in the
      // same transaction.
      rows("create sequence attempts");
      rows(
          "alter table link add constraint broken check (kind <> 'reveal' or nextval('attempts') < 0)");
      time.set(NOW.plusSeconds(60));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> Long.parseLong(rows("select last_value from attempts").getFirst()) >= 3);
      assertThat(state(paper)).isEqualTo("open");
      assertThat(turns(paper)).isEmpty();
      rows("alter table link drop constraint broken");
      becomes(paper, "delivered");
      assertThat(turns(paper)).containsExactly("deliver");
    }
  }

  @Test
  void untilThenThePlanCanBeChangedAndGivenUp() throws SQLException {
    try (RunningService service = instance()) {
      RunningService.TestPaper later =
          paper(service, times(NOW.plusSeconds(60), NOW.plusSeconds(60)));
      RunningService.TestPaper never =
          paper(service, times(NOW.plusSeconds(60), NOW.plusSeconds(60)));
      RunningService.TestPaper cancelled =
          paper(service, times(NOW.plusSeconds(60), NOW.plusSeconds(60)));
      RunningService.TestPaper sooner =
          paper(service, times(NOW.plusSeconds(500), NOW.plusSeconds(500)));
      RunningService.TestPaper witness =
          paper(service, times(NOW.plusSeconds(60), NOW.plusSeconds(60)));
      later
          .owner()
          .patch(later.path(), "{" + times(NOW.plusSeconds(300), NOW.plusSeconds(300)) + "}");
      never.owner().patch(never.path(), "{\"closesAt\": null, \"deliverAt\": null}");
      cancelled.owner().post(cancelled.path() + "/cancel", "");
      sooner
          .owner()
          .patch(sooner.path(), "{" + times(NOW.plusSeconds(30), NOW.plusSeconds(40)) + "}");

      time.set(NOW.plusSeconds(60));
      becomes(witness, "delivered");
      becomes(sooner, "delivered");
      assertThat(state(later)).isEqualTo("open");
      assertThat(state(never)).isEqualTo("open");
      assertThat(state(cancelled)).isEqualTo("cancelled");
      time.set(NOW.plusSeconds(300));
      becomes(later, "delivered");
      assertThat(state(never)).isEqualTo("open");
      assertThat(turns(cancelled)).containsExactly("cancel");
    }
  }

  @Test
  void aTimeInThePastIsRefusedAndChangesNothing() {
    try (RunningService service = instance()) {
      RunningService.TestPaper paper =
          paper(service, times(NOW.plusSeconds(60), NOW.plusSeconds(60)));
      assertThat(
              paper
                  .owner()
                  .patch(paper.path(), "{\"closesAt\": \"" + NOW.minusSeconds(1) + "\"}")
                  .status())
          .isEqualTo(400);
      assertThat(state(paper)).isEqualTo("open");
    }
  }

  @Test
  @Tag("T08")
  void aPlanKeepsItsTimeOnTheWallWhenTheZoneOrItsRulesChange() throws SQLException {
    time.set(Instant.parse("2026-03-01T00:00:00Z"));
    RunningService.TestPaper paper;
    try (RunningService service = instance()) {
      // 09:00 in Berlin the day after its clocks were put forward.
      paper =
          paper(
              service,
              times(Instant.parse("2026-03-30T07:00:00Z"), Instant.parse("2026-03-30T08:00:00Z")));
      Api.Answer moved = paper.owner().patch(paper.path(), "{\"zone\": \"America/New_York\"}");
      assertThat(moved.text("closesAt")).isEqualTo("2026-03-30T13:00:00Z");
      paper.owner().patch(paper.path(), "{\"zone\": \"Europe/Berlin\"}");
      assertThat(paper.owner().get(paper.path()).text("closesAt"))
          .isEqualTo("2026-03-30T07:00:00Z");
    }
    // As if it had been planned under rules without summer time.
    rows(
        "update paper set closes_at = closes_at + interval '1 hour', deliver_at = deliver_at + interval '1 hour'");
    try (RunningService _ = instance()) {
      assertThat(rows("select (closes_at at time zone 'UTC')::text from paper"))
          .containsExactly("2026-03-30 07:00:00");
      assertThat(rows("select (deliver_at at time zone 'UTC')::text from paper"))
          .containsExactly("2026-03-30 08:00:00");
    }
  }
}
