package app.rollingpaper.paper.note;

import app.rollingpaper.common.time.Ids;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.ledger.Author;
import app.rollingpaper.paper.ledger.ClientId;
import app.rollingpaper.paper.ledger.Ledger;
import app.rollingpaper.paper.ledger.LedgerProblems;
import app.rollingpaper.paper.ledger.Mutation;
import app.rollingpaper.paper.ledger.Note;
import app.rollingpaper.paper.ledger.NoteId;
import app.rollingpaper.paper.ledger.NoteStore;
import app.rollingpaper.paper.ledger.Outcome;
import app.rollingpaper.paper.ledger.Submission;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Notes as plain resources. Every change is an op of a client of its own: a request with an {@code Idempotency-Key} is
 * always the same client's first op, so that the ledger finds it again. Thread-safe.
 */
public final class Notes {
  private final Jdbi jdbi;
  private final Ledger ledger;
  private final Ids ids;
  private final NoteStore store = new NoteStore();

  public Notes(Jdbi jdbi, Ledger ledger, Ids ids) {
    this.jdbi = jdbi;
    this.ledger = ledger;
    this.ids = ids;
  }

  /** Some of a paper's notes; the paper was at least at {@code seq} when they were read. */
  record Page(List<Note> notes, @Nullable Position next, long seq) {}

  /** What a new note says and how it looks; what is not chosen is chosen here. */
  record Draft(
      String text,
      @Nullable String color,
      @Nullable String font,
      @Nullable Double x,
      @Nullable Double y,
      @Nullable Double width,
      @Nullable Double rotation,
      @Nullable String z) {}

  Page page(PaperId paper, Position after, int limit) {
    return jdbi.inTransaction(
        handle -> {
          long seq = store.head(handle, paper);
          List<Note> notes = store.page(handle, paper, after.createdSeq(), after.note(), limit + 1);
          if (notes.size() <= limit) {
            return new Page(notes, null, seq);
          }
          List<Note> page = notes.subList(0, limit);
          Note last = page.getLast();
          return new Page(page, new Position(last.createdSeq(), last.id().value()), seq);
        });
  }

  Optional<Note> find(PaperId paper, NoteId note) {
    return jdbi.withHandle(handle -> store.find(handle, paper, note));
  }

  /** Adds a note; its id is the one of the single mutation of the committed op. */
  Outcome add(Member author, Draft draft, @Nullable String key) {
    UUID id =
        key == null
            ? ids.next()
            : Ids.named("note", author.paper().toString(), author.author().toString(), key);
    Mutation.Add add = placed(new NoteId(id), draft);
    return submit(author, ClientId.of(id), List.of(add), OptionalLong.empty());
  }

  /** Where nothing is chosen a note finds a place by its id, so that a repeated request finds the same. */
  private static Mutation.Add placed(NoteId id, Draft draft) {
    long chance = id.value().getLeastSignificantBits() >>> 8;
    return new Mutation.Add(
        id,
        draft.text(),
        draft.color() == null ? "butter" : draft.color(),
        draft.font() == null ? "gaegu" : draft.font(),
        draft.x() == null ? Double.valueOf(20 + chance % 720) : draft.x(),
        draft.y() == null ? Double.valueOf(20 + chance / 720 % 1_000) : draft.y(),
        draft.width() == null ? Double.valueOf(240) : draft.width(),
        draft.rotation() == null ? Double.valueOf(chance % 9 - 4) : draft.rotation(),
        draft.z());
  }

  Outcome change(Member author, Mutation.Change change, OptionalLong expected) {
    return submit(author, ClientId.of(ids.next()), List.of(change), expected);
  }

  Outcome delete(Member author, NoteId note, OptionalLong expected) {
    return submit(author, ClientId.of(ids.next()), List.of(new Mutation.Delete(note)), expected);
  }

  private Outcome submit(
      Member author, ClientId client, List<Mutation> mutations, OptionalLong expected) {
    return LedgerProblems.await(
        ledger.submit(
            author.paper(),
            new Submission(
                new Author(author.author(), author.name()),
                author.role(),
                client,
                1,
                mutations,
                expected)));
  }
}
