package app.rollingpaper.paper.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pure function behind the ledger. */
@Tag("L05")
class BoardTest {
  private static final Author AUTHOR = new Author(new UUID(0, 1), "하나");
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private final NoteId note = new NoteId(new UUID(0, 7));

  private static Op op(long seq, Mutation... mutations) {
    return new Op(seq, new ClientId(1), seq, AUTHOR, NOW.plusSeconds(seq), List.of(mutations));
  }

  private static Mutation.Add add(NoteId note, String text) {
    return new Mutation.Add(note, text, "sky", "jua", 1.0, 2.0, 200.0, 0.0, null, null);
  }

  private static Mutation.Change text(NoteId note, String text) {
    return new Mutation.Change(note, text, null, null, null, null, null, null, null, null);
  }

  @Test
  void theLastChangeOfAPropertyWins() {
    Board board = new Board();
    board.apply(op(1, add(note, "first")));
    board.apply(op(2, text(note, "second")));
    board.apply(
        op(3, new Mutation.Change(note, null, "mint", null, 9.0, null, null, null, null, null)));
    assertThat(board.note(note))
        .extracting(Note::text, Note::color, Note::x, Note::createdSeq, Note::version)
        .containsExactly("second", "mint", 9.0, 1L, 3L);
  }

  @Test
  void aTombstoneWinsOverEverythingThatFollows() {
    Board board = new Board();
    board.apply(op(1, add(note, "first")));
    board.apply(op(2, new Mutation.Delete(note)));
    board.apply(op(3, text(note, "undead")));
    board.apply(op(4, add(note, "again")));
    assertThat(board.note(note))
        .extracting(Note::deleted, Note::text, Note::version)
        .containsExactly(true, "", 2L);
  }

  @Test
  void whatIsNotThereCannotBeChanged() {
    Board board = new Board();
    board.apply(op(1, text(note, "nothing"), new Mutation.Delete(note)));
    assertThat(board.notes()).isEmpty();
  }

  @Test
  void newNotesLieInFrontOfOlderOnes() {
    Board board = new Board();
    List<String> order = new ArrayList<>();
    for (long seq : new long[] {1, 2, 9, 10, 99, 100, 12_345, 9_999_999_999L}) {
      NoteId id = new NoteId(new UUID(seq, 0));
      board.apply(op(seq, add(id, "n")));
      order.add(java.util.Objects.requireNonNull(board.note(id)).z());
    }
    assertThat(order).isSorted();
  }

  @Test
  void theSameLedgerGivesTheSameBoard() {
    Random random = new Random(42);
    List<Op> ledger = new ArrayList<>();
    for (int seq = 1; seq <= 2_000; seq++) {
      NoteId id = new NoteId(new UUID(0, random.nextInt(50)));
      Mutation mutation =
          switch (random.nextInt(4)) {
            case 0 -> add(id, "added " + seq);
            case 1 -> text(id, "text " + seq);
            case 2 ->
                new Mutation.Change(
                    id, null, null, null, (double) seq, null, null, null, "b" + seq, null);
            default -> random.nextInt(10) == 0 ? new Mutation.Delete(id) : text(id, "t" + seq);
          };
      ledger.add(op(seq, mutation));
    }
    Board one = new Board();
    Board other = new Board();
    ledger.forEach(one::apply);
    ledger.forEach(other::apply);
    assertThat(one.notes()).isEqualTo(other.notes()).isNotEmpty();
  }

  @Test
  void aPersonsCharactersAreCounted() {
    assertThat(Graphemes.Counter.count("가나다")).isEqualTo(3);
    assertThat(Graphemes.Counter.count("\u1100\u1161\u11a8")).isEqualTo(1);
    assertThat(Graphemes.Counter.count("👨‍👩‍👧‍👦👍🏽🇰🇷e\u0301")).isEqualTo(4);
    assertThat(Graphemes.Counter.count("")).isZero();
  }
}
