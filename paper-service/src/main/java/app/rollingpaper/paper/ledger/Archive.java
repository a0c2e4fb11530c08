package app.rollingpaper.paper.ledger;

import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Reads what ledgers hold, for those who follow them. Thread-safe. */
public final class Archive {
  private static final int EVERYTHING = Integer.MAX_VALUE;

  private final Jdbi jdbi;
  private final LedgerStore store;
  private final NoteStore notes;

  public Archive(Jdbi jdbi, ObjectMapper json) {
    this.jdbi = jdbi;
    this.store = new LedgerStore(json);
    this.notes = new NoteStore(json);
  }

  /** How far a ledger is: the entry {@code seq} of the timeline {@code epoch} is its last. */
  public record Position(long epoch, long seq, PaperState state) {}

  /** The last entries of several ledgers. */
  public record Heads(long epoch, Map<PaperId, Long> heads) {}

  /** Entries that follow each other. */
  public record Entries(long epoch, List<Op> ops) {}

  /** Everything that is written on a paper at one position of its ledger. */
  public record Whole(Position at, List<Note> notes) {}

  /** Empty when there is no such paper. */
  public Optional<Position> position(PaperId paper) {
    return jdbi.withHandle(handle -> store.position(handle, paper));
  }

  /** One query, whatever the number of papers. */
  public Heads heads(Collection<PaperId> papers) {
    return jdbi.inTransaction(
        handle -> new Heads(store.epoch(handle), store.heads(handle, papers)));
  }

  /** The entries after {@code seq}, at most {@code limit} of them. */
  public Entries since(PaperId paper, long seq, int limit) {
    return jdbi.inTransaction(
        handle -> new Entries(store.epoch(handle), store.since(handle, paper, seq, limit)));
  }

  /** The paper as a whole; what is committed meanwhile is either in it with its entry or not at all. */
  public Optional<Whole> whole(PaperId paper) {
    return jdbi.inTransaction(
        TransactionIsolationLevel.REPEATABLE_READ,
        handle ->
            store
                .position(handle, paper)
                .map(
                    at ->
                        new Whole(
                            at,
                            notes.page(handle, paper, sight(at), -1, new UUID(0, 0), EVERYTHING))));
  }

  /** Hidden notes can be shown again until the delivery, so that their places are told; after it nothing of them is. */
  private static NoteStore.Sight sight(Position at) {
    return new NoteStore.Sight(at.state() != PaperState.DELIVERED, null);
  }

  /** The highest number that is decided of an author's client; 0 when none is. */
  public long decided(PaperId paper, UUID author, ClientId client) {
    LedgerStore.Client one = new LedgerStore.Client(author, client);
    Map<LedgerStore.Client, LedgerStore.Standing> standings =
        jdbi.withHandle(handle -> store.standings(handle, paper, Set.of(one)));
    return Objects.requireNonNull(standings.get(one)).decided();
  }
}
