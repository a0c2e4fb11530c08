package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.compose.embedded.testing.TestPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Coming in while others write. */
@Tag("L02")
class JoiningTest {
  private static final int JOINS = 1_000;

  /** What somebody who joined saw, once it had seen a few changes or none. */
  private record Seen(long seq, int notes) {}

  @Test
  void aThousandWhoJoinAtRandomMomentsSeeWhatTheOracleSays() throws Exception {
    try (RunningService service =
        new RunningService(
            TestPostgres.freshDatabase("paper", "paper_service"),
            Map.of("RP_LIVE_OPS_PER_SECOND", "1000", "RP_LIVE_SOCKETS_PER_AUTHOR", "2000"))) {
      RunningService.TestPaper paper = service.paper();
      Api writer = paper.writer("하나");
      AtomicBoolean enough = new AtomicBoolean();
      AtomicInteger left = new AtomicInteger(JOINS);
      Queue<Seen> seen = new ConcurrentLinkedQueue<>();
      try (LiveClient witness = LiveClient.join(service, paper, writer);
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        witness.awaitSeq(0);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          int seed = i;
          running.add(threads.submit(() -> write(service, paper, writer, seed, enough)));
        }
        List<Future<?>> joining = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          int seed = i;
          joining.add(
              threads.submit(
                  () -> {
                    Random random = new Random(seed);
                    while (left.getAndDecrement() > 0) {
                      seen.add(join(service, paper, writer, random));
                    }
                  }));
        }
        for (Future<?> one : joining) {
          one.get();
        }
        enough.set(true);
        for (Future<?> one : running) {
          one.get();
        }
        long head = paper.owner().get(paper.path() + "/notes?limit=1").body().path("seq").asLong();
        witness.awaitSeq(head);
        assertThat(head).isGreaterThan(100);

        // The witness has seen every entry from the first; the table says the same.
        assertThat(witness.frames("ops").getFirst().path("f").asLong()).isEqualTo(1);
        Card oracle = new Card();
        oracle.startAt(witness.card.epoch(), 0, Map.of());
        Map<Long, Integer> at = new HashMap<>();
        at.put(0L, oracle.notes().hashCode());
        for (JsonNode frame : witness.frames("ops")) {
          long seq = frame.path("f").asLong();
          for (JsonNode entry : frame.path("o")) {
            oracle.entry(seq, entry);
            at.put(seq++, oracle.notes().hashCode());
          }
        }
        assertThat(seen)
            .hasSize(JOINS)
            .allSatisfy(one -> assertThat(one.notes()).isEqualTo(at.get(one.seq())));
        assertThat(seen.stream().map(Seen::seq).distinct().count()).isGreaterThan(50);
        assertThat(oracle.notes()).isEqualTo(fromTable(paper, head).notes());
      }
    }
  }

  private static void write(
      RunningService service,
      RunningService.TestPaper paper,
      Api writer,
      int seed,
      AtomicBoolean enough) {
    Random random = new Random(seed);
    List<UUID> notes = new ArrayList<>();
    try (LiveClient client = LiveClient.join(service, paper, writer)) {
      for (int i = 0; !enough.get(); i++) {
        if (notes.size() < 5 || notes.size() < 40 && random.nextInt(4) == 0) {
          UUID note = UUID.randomUUID();
          notes.add(note);
          client.op(LiveClient.add(note, "note " + i));
        } else if (random.nextInt(20) == 0) {
          client.op(LiveClient.delete(notes.remove(random.nextInt(notes.size()))));
        } else {
          client.op(
              LiveClient.set(notes.get(random.nextInt(notes.size())), "x", random.nextInt(1_000)),
              LiveClient.set(notes.get(random.nextInt(notes.size())), "text", "edit " + i));
        }
        // The next one when this one is back, so that the rate is what the machine can do.
        client.awaitOwn(i + 1);
      }
    }
  }

  private static Seen join(
      RunningService service, RunningService.TestPaper paper, Api writer, Random random) {
    try (LiveClient client = LiveClient.join(service, paper, writer)) {
      client.awaitSeq(0);
      client.awaitSeq(client.position() + random.nextInt(3));
      synchronized (client) {
        return new Seen(client.position(), client.notes().hashCode());
      }
    }
  }

  private static Card fromTable(RunningService.TestPaper paper, long head) {
    Card card = new Card();
    long seq = 0;
    String since = "";
    while (seq < head) {
      JsonNode page = paper.owner().get(paper.path() + "/ops?limit=500" + since).body();
      for (JsonNode op : page.path("ops")) {
        seq++;
        card.entry(
            seq,
            JsonNodeFactory.instance
                .arrayNode()
                .add(op.path("c"))
                .add(op.path("n"))
                .add(op.path("author"))
                .add(op.path("at"))
                .add(op.path("d")));
      }
      since = "&since=" + page.path("epoch").asLong() + ":" + seq;
    }
    return card;
  }
}
