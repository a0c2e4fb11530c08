package app.rollingpaper.paper.note;

import app.rollingpaper.common.time.Ids;
import app.rollingpaper.paper.access.Edition;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.Role;
import app.rollingpaper.paper.ledger.Author;
import app.rollingpaper.paper.ledger.ClientId;
import app.rollingpaper.paper.ledger.Ledger;
import app.rollingpaper.paper.ledger.LedgerProblems;
import app.rollingpaper.paper.ledger.Mutation;
import app.rollingpaper.paper.ledger.Note;
import app.rollingpaper.paper.ledger.NoteBounds;
import app.rollingpaper.paper.ledger.NoteId;
import app.rollingpaper.paper.ledger.NoteStore;
import app.rollingpaper.paper.ledger.Outcome;
import app.rollingpaper.paper.ledger.Sticker;
import app.rollingpaper.paper.ledger.Submission;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Notes as plain resources. Every change is an op of a client of its own: a request with an {@code Idempotency-Key} is
 * always the same client's first op, so that the ledger finds it again. Thread-safe.
 */
public final class Notes {
  private static final NoteStore.Sight EVERY = new NoteStore.Sight(true, null);

  private final Jdbi jdbi;
  private final Ledger ledger;
  private final Ids ids;
  private final NoteStore store;
  private final RecentNotes recent = new RecentNotes();

  public Notes(Jdbi jdbi, ObjectMapper json, Ledger ledger, Ids ids) {
    this.jdbi = jdbi;
    this.store = new NoteStore(json);
    this.ledger = ledger;
    this.ids = ids;
  }

  /** Some of a paper's notes; the paper was at least at {@code seq} when they were read. */
  record Page(List<Note> notes, @Nullable Position next, long seq) {}

  /** What a new note says and how it looks; only its text has to be given, what is not chosen is chosen here. */
  public record Draft(
      @NotNull @NoteBounds.Text String text,
      @Nullable @NoteBounds.Color String color,
      @Nullable @NoteBounds.Font String font,
      @Nullable @NoteBounds.Across Double x,
      @Nullable @NoteBounds.Down Double y,
      @Nullable @NoteBounds.Width Double width,
      @Nullable @NoteBounds.Rotation Double rotation,
      @Nullable @NoteBounds.Stacking String z,
      @Nullable @NoteBounds.Stickers List<@NotNull @Valid Sticker> stickers) {}

  /** Notes as {@code reader} may see them: hidden ones are shown to the owner and to whoever wrote them. */
  Page page(Member reader, Position after, int limit) {
    PaperId paper = reader.paper();
    Edition edition = reader.edition();
    NoteStore.Sight sight = sight(reader);
    // What is read now is at least as new as the edition.
    List<Note> found =
        after.equals(Position.START) && edition.notes() <= limit
            ? recent.of(paper, edition, () -> page(paper, EVERY, after, Integer.MAX_VALUE)).stream()
                .filter(sight::has)
                .toList()
            : page(paper, sight, after, limit + 1);
    boolean more = found.size() > limit;
    List<Note> page = more ? found.subList(0, limit) : found;
    Note last = more ? page.getLast() : null;
    return new Page(
        complete(reader, page),
        last == null ? null : new Position(last.createdSeq(), last.id().value()),
        edition.seq());
  }

  private List<Note> page(PaperId paper, NoteStore.Sight sight, Position after, int limit) {
    return jdbi.withHandle(
        handle -> store.page(handle, paper, sight, after.createdSeq(), after.note(), limit));
  }

  Optional<Note> find(Member reader, NoteId note) {
    return jdbi.withHandle(handle -> store.find(handle, reader.paper(), note))
        .filter(found -> sight(reader).has(found))
        .map(found -> complete(reader, List.of(found)).getFirst());
  }

  private static NoteStore.Sight sight(Member reader) {
    return new NoteStore.Sight(reader.role() == Role.OWNER, reader.author());
  }

  /** Adds what hidden notes say; the reader may know. */
  private List<Note> complete(Member reader, List<Note> notes) {
    if (notes.stream().noneMatch(Note::hidden)) {
      return notes;
    }
    Map<NoteId, Note.Kept> kept =
        jdbi.withHandle(handle -> store.kept(handle, reader.paper(), sight(reader))).stream()
            .collect(Collectors.toMap(Note.Kept::note, one -> one));
    return notes.stream()
        .map(note -> kept.containsKey(note.id()) ? note.with(kept.get(note.id())) : note)
        .toList();
  }

  /**
   * A note as a committed op has left it. It is read when the op was committed at an earlier time, since when it may have been
   * changed, and when it is hidden and what it said is put away.
   */
  Optional<Note> after(Outcome.Committed done, Member reader, NoteId note) {
    return done.notes().stream()
        .filter(changed -> changed.id().equals(note) && changed.visible())
        .findFirst()
        .or(() -> find(reader, note));
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
        draft.z(),
        draft.stickers());
  }

  Outcome change(Member author, Mutation.Change change, OptionalLong expected) {
    return submit(author, ClientId.of(ids.next()), List.of(change), expected);
  }

  Outcome delete(Member author, NoteId note, OptionalLong expected) {
    return submit(author, ClientId.of(ids.next()), List.of(new Mutation.Delete(note)), expected);
  }

  /** What the recipient feels about a note; null takes it back. */
  Outcome react(Member recipient, NoteId note, @Nullable String reaction) {
    return submit(
        recipient,
        ClientId.of(ids.next()),
        List.of(new Mutation.React(note, reaction)),
        OptionalLong.empty());
  }

  /** All that the recipient can read. */
  public List<Note> forRecipient(PaperId paper) {
    return jdbi.withHandle(
        handle ->
            store.page(
                handle,
                paper,
                new NoteStore.Sight(false, null),
                -1,
                new UUID(0, 0),
                Integer.MAX_VALUE));
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
                expected,
                false)));
  }
}
