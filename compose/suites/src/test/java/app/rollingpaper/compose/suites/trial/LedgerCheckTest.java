package app.rollingpaper.compose.suites.trial;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.compose.suites.live.Author;
import app.rollingpaper.compose.suites.live.Entry;
import app.rollingpaper.compose.suites.live.Mutation;
import app.rollingpaper.compose.suites.live.Note;
import app.rollingpaper.compose.suites.live.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A check that never finds anything proves nothing: it is shown what it has to find. */
@Tag("L04")
final class LedgerCheckTest {
  private static final String CLIENT = "00c0ffee00c0ffee";

  private final Author author = new Author(UUID.randomUUID(), "하나");
  private final UUID note = UUID.randomUUID();
  private final Entry added = entry(1, 1, Mutation.add(note, "one", 1, 2));
  private final Entry changed = entry(2, 2, Mutation.text(note, "two"));
  private final OpLog log = new OpLog(author.id(), CLIENT);

  LedgerCheckTest() {
    log.wrote(1, new OpLog.Written(added.d(), true));
    log.wrote(2, new OpLog.Written(changed.d(), true));
    log.acknowledged(1, 1);
    log.acknowledged(2, 2);
  }

  @Test
  void whatIsInOrderIsNotNamed() {
    Verdict verdict = check(added, changed);
    assertThat(verdict.isGood()).isTrue();
    assertThat(verdict.acknowledged()).isEqualTo(2);
  }

  @Test
  void aSavedOpThatIsNotThereIsLost() {
    assertThat(check(added).lost()).isNotEmpty();
  }

  @Test
  void anOpWithOtherContentIsLost() {
    assertThat(check(added, entry(2, 2, Mutation.text(note, "other"))).lost()).isNotEmpty();
  }

  @Test
  void anOpAtAnotherPlaceIsLost() {
    Entry between = entry(2, 3, Mutation.place(note, 5, 5));
    log.wrote(3, new OpLog.Written(between.d(), true));
    Entry moved = entry(3, 2, Mutation.text(note, "two"));
    assertThat(check(added, between, moved).lost()).isNotEmpty();
  }

  @Test
  void anOpThatIsThereTwiceIsDoubled() {
    assertThat(check(added, changed, entry(3, 2, Mutation.text(note, "two"))).doubled())
        .isNotEmpty();
  }

  @Test
  void anOpThatNobodyWroteIsNamed() {
    assertThat(check(added, changed, entry(3, 3, Mutation.text(note, "x"))).doubled()).isNotEmpty();
  }

  @Test
  void aGapInTheLedgerIsNamed() {
    assertThat(check(added, entry(3, 2, Mutation.text(note, "two"))).lost()).isNotEmpty();
  }

  @Test
  void anOpThatMustNotGetInAndDidIsNamed() {
    Entry wrong = entry(3, 3, Mutation.text(note, "x"));
    log.wrote(3, new OpLog.Written(wrong.d(), false));
    assertThat(check(added, changed, wrong).diverged()).isNotEmpty();
  }

  @Test
  void notesThatAreNotWhatTheLedgerSaysAreNamed() {
    LedgerTables tables = tables(Map.of(), added, changed);
    Verdict verdict = new LedgerCheck("paper", tables).tables(List.of(log.account())).verdict();
    assertThat(verdict.diverged()).isNotEmpty();
  }

  @Test
  void aReaderWhoSawSomethingElseIsNamed() {
    ReaderLog log = new ReaderLog("reader");
    Replica replica = replica(added, changed);
    log.entries(1, List.of(added, entry(2, 2, Mutation.text(note, "seen"))));
    assertThat(reader(log, replica).diverged()).hasSize(1);
  }

  @Test
  void aReaderWhoMissedSomethingIsNamed() {
    ReaderLog log = new ReaderLog("reader");
    log.entries(1, List.of(added));
    assertThat(reader(log, replica(added)).diverged()).hasSize(1);
    ReaderLog leaping = new ReaderLog("leaping");
    leaping.entries(1, List.of(changed));
    assertThat(reader(leaping, replica(added, changed)).diverged()).hasSize(1);
  }

  @Test
  void aReaderWhoSawTheTextOfANoteBeforeItWasDeletedSawTheSame() {
    Entry deleted = entry(3, 3, Mutation.delete(note));
    log.wrote(3, new OpLog.Written(deleted.d(), true));
    ReaderLog reading = new ReaderLog("reader");
    reading.entries(1, List.of(added, changed, deleted));
    Entry blanked = entry(1, 1, added.d().getFirst().blank());
    Entry blankedToo = entry(2, 2, changed.d().getFirst().blank());
    LedgerTables tables = tables(Map.of(), blanked, blankedToo, deleted);
    Verdict verdict =
        new LedgerCheck("paper", tables)
            .tables(List.of(log.account()))
            .writer(log.account())
            .reader(reading, replica(added, changed, deleted))
            .verdict();
    assertThat(verdict.isGood()).describedAs(verdict.diverged() + " " + verdict.lost()).isTrue();
  }

  private Verdict reader(ReaderLog reading, Replica replica) {
    LedgerTables tables = tables(replica(added, changed).shown(), added, changed);
    return new LedgerCheck("paper", tables).reader(reading, replica).verdict();
  }

  private Verdict check(Entry... entries) {
    LedgerTables tables = tables(replica(entries).shown(), entries);
    return new LedgerCheck("paper", tables)
        .tables(List.of(log.account()))
        .writer(log.account())
        .verdict();
  }

  private static LedgerTables tables(Map<UUID, Note> notes, Entry... entries) {
    List<Entry> all = new ArrayList<>(List.of(entries));
    return new LedgerTables(all.getLast().seq(), notes.size(), all, notes);
  }

  private static Replica replica(Entry... entries) {
    Replica replica = new Replica();
    for (Entry entry : entries) {
      replica.apply(entry);
    }
    return replica;
  }

  private Entry entry(long seq, long n, Mutation mutation) {
    return new Entry(seq, CLIENT, n, author, "2026-03-01T00:00:0" + seq + "Z", List.of(mutation));
  }
}
