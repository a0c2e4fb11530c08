package app.rollingpaper.paper.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.common.http.Json;
import app.rollingpaper.paper.access.PaperState;
import app.rollingpaper.paper.ledger.Archive;
import app.rollingpaper.paper.ledger.Author;
import app.rollingpaper.paper.ledger.ClientId;
import app.rollingpaper.paper.ledger.Mutation;
import app.rollingpaper.paper.ledger.NoteId;
import app.rollingpaper.paper.ledger.Op;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is committed goes out in order, whatever the order it comes in. */
@Tag("L05")
class LedgerLaneTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private final Frames frames =
      new Frames(Json.mapper(), new Frames.Limits(1, 1, 1, 1, 1, 1, 1), 25, "test");
  private final LedgerLane lane = new LedgerLane(frames);

  private static Op op(long seq, Mutation mutation) {
    return new Op(
        seq, new ClientId(1), seq, new Author(new UUID(0, 1), "하나"), NOW, List.of(mutation));
  }

  private static Op op(long seq) {
    NoteId note = new NoteId(new UUID(0, seq));
    return op(
        seq, new Mutation.Add(note, "note " + seq, "sky", "jua", 1.0, 2.0, 200.0, 0.0, null, null));
  }

  private static Archive.Position at(long epoch, long seq) {
    return new Archive.Position(epoch, seq, PaperState.OPEN);
  }

  /** Everything after a position, as a reader would be sent it. */
  private String read(long seq) {
    StringBuilder sent = new StringBuilder();
    while (lane.after(1, seq) instanceof LedgerLane.Next.Entries entries) {
      sent.append(new String(entries.frame().bytes(), StandardCharsets.UTF_8));
      seq = entries.frame().to();
    }
    return sent.toString();
  }

  @RepeatedTest(20)
  void doubledAndReorderedEntriesGoOutInOrderOnce(RepetitionInfo repetition) {
    lane.load(at(1, 0));
    List<Op> ops = new ArrayList<>();
    for (long seq = 1; seq <= 300; seq++) {
      ops.add(op(seq));
      ops.add(op(seq));
    }
    Collections.shuffle(ops, new Random(repetition.getCurrentRepetition()));
    ops.forEach(op -> lane.take(1, List.of(op)));
    assertThat(lane.head()).isEqualTo(300);
    assertThat(lane.missing()).isFalse();
    LedgerLane other = new LedgerLane(frames);
    other.load(at(1, 0));
    for (long seq = 1; seq <= 300; seq++) {
      other.take(1, List.of(op(seq)));
    }
    for (long from : new long[] {0, 1, 150, 299}) {
      assertThat(lane.after(1, from)).usingRecursiveComparison().isEqualTo(other.after(1, from));
    }
  }

  @Test
  void aGapHoldsBackWhatFollowsIt() {
    lane.load(at(1, 5));
    assertThat(lane.take(1, List.of(op(7), op(8)))).isFalse();
    assertThat(lane.missing()).isTrue();
    assertThat(lane.after(1, 5)).isInstanceOf(LedgerLane.Next.Nothing.class);
    assertThat(lane.take(1, List.of(op(6)))).isTrue();
    assertThat(lane.head()).isEqualTo(8);
    assertThat(read(5))
        .startsWith("{\"t\":\"ops\",\"e\":1,\"f\":6,\"o\":[[\"0000000000000001\",6,");
  }

  @Test
  @Tag("L06")
  void whatIsNoLongerInMemoryIsKnownToBe() {
    lane.load(at(1, 0));
    for (long seq = 1; seq <= LedgerLane.RING + 1; seq++) {
      lane.take(1, List.of(op(seq)));
    }
    assertThat(lane.after(1, 0)).isInstanceOf(LedgerLane.Next.Behind.class);
    assertThat(lane.after(1, 1)).isInstanceOf(LedgerLane.Next.Entries.class);
    assertThat(lane.after(2, 1)).isInstanceOf(LedgerLane.Next.OtherTimeline.class);
  }

  @Test
  @Tag("L06")
  void anotherTimelineBeginsWhereItsFirstEntryIs() {
    lane.load(at(1, 0));
    lane.take(1, List.of(op(1), op(2), op(3)));
    assertThat(lane.take(2, List.of(op(3)))).isTrue();
    assertThat(lane.epoch()).isEqualTo(2);
    assertThat(lane.head()).isEqualTo(3);
    assertThat(lane.after(1, 3)).isInstanceOf(LedgerLane.Next.OtherTimeline.class);
    // What still comes of the old one is void.
    assertThat(lane.take(1, List.of(op(4)))).isFalse();
    assertThat(lane.head()).isEqualTo(3);
  }

  @Test
  @Tag("P07")
  void theTextOfADeletedNoteIsNotKept() {
    lane.load(at(1, 0));
    lane.take(1, List.of(op(1), op(2)));
    assertThat(read(0)).contains("note 1");
    lane.take(1, List.of(op(3, new Mutation.Delete(new NoteId(new UUID(0, 1))))));
    assertThat(read(0)).doesNotContain("note 1\"").contains("note 2");
  }

  @Test
  void entriesThatComeBeforeTheLaneHasBegunAreNotLost() {
    lane.take(1, List.of(op(4)));
    lane.take(1, List.of(op(6)));
    lane.load(at(1, 4));
    assertThat(lane.missing()).isTrue();
    lane.take(1, List.of(op(5)));
    assertThat(lane.head()).isEqualTo(6);
  }
}
