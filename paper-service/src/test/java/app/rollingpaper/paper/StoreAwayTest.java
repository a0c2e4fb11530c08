package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.rollingpaper.compose.embedded.EmbeddedPostgres;
import app.rollingpaper.compose.embedded.Signal;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The database does not answer: what is being written goes on being seen, and what is to be saved waits. */
@Tag("L03")
class StoreAwayTest {
  @Test
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
        signal(postgres, Signal.STOP);
        Duration paused;
        try {
          hana.op(LiveClient.add(UUID.randomUUID(), "kept"));
          paused = measure(hana, duri, 1_000, 150);
          duri.await("state", state -> state.path("state").asText().equals("readonly"));
          assertThat(duri.frames("ops")).isEmpty();
          assertThat(hana.closeCode()).isZero();
          assertThat(duri.closeCode()).isZero();
        } finally {
          signal(postgres, Signal.CONTINUE);
        }
        hana.awaitSeq(1);
        duri.awaitSeq(1);
        duri.await("state", state -> state.path("state").asText().equals("open"));
        hana.op(LiveClient.add(UUID.randomUUID(), "and on"));
        duri.awaitSeq(2);
        assertThat(hana.frames("snap")).hasSize(1);
        assertThat(paused).as("usual %s", usual).isLessThan(usual.multipliedBy(3).plusMillis(150));
      }
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

  private static void signal(EmbeddedPostgres postgres, Signal signal) {
    ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();
    Stream.concat(Stream.of(server), server.descendants())
        .forEach(process -> signal.sendTo(process.pid()));
  }
}
