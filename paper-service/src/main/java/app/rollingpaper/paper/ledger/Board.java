package app.rollingpaper.paper.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a paper's notes: what its ledger adds up to. The same ledger gives the same board everywhere.
 *
 * <p>Not thread-safe.
 */
public final class Board {
  private final Map<NoteId, Note> notes = new HashMap<>();

  public @Nullable Note note(NoteId id) {
    return notes.get(id);
  }

  /** Everything, tombstones included. */
  public Map<NoteId, Note> notes() {
    return Map.copyOf(notes);
  }

  void put(Note note) {
    notes.put(note.id(), note);
  }

  /** Applies the whole op. */
  public void apply(Op op) {
    for (Mutation mutation : op.mutations()) {
      if (mutation instanceof Mutation.OfNote ofNote) {
        Note next = next(notes.get(ofNote.note()), ofNote, op.author(), op.seq(), op.at());
        if (next != null) {
          put(next);
        }
      }
    }
  }

  /** A note after a mutation; a tombstone wins over everything, and what is not there cannot be changed. */
  static @Nullable Note next(
      @Nullable Note now, Mutation.OfNote mutation, Author author, long seq, Instant at) {
    if (now != null && now.deleted()) {
      return now;
    }
    return switch (mutation) {
      case Mutation.Add add ->
          now != null
              ? now
              : new Note(
                  add.note(),
                  author,
                  add.text(),
                  add.color(),
                  add.font(),
                  add.x(),
                  add.y(),
                  add.width(),
                  add.rotation(),
                  Objects.requireNonNullElseGet(add.z(), () -> inFront(seq)),
                  Objects.requireNonNullElse(add.stickers(), List.of()),
                  false,
                  null,
                  seq,
                  seq,
                  at,
                  at,
                  false);
      case Mutation.Change change ->
          now == null
              ? null
              : new Note(
                  now.id(),
                  now.author(),
                  Objects.requireNonNullElse(change.text(), now.text()),
                  Objects.requireNonNullElse(change.color(), now.color()),
                  Objects.requireNonNullElse(change.font(), now.font()),
                  Objects.requireNonNullElse(change.x(), now.x()),
                  Objects.requireNonNullElse(change.y(), now.y()),
                  Objects.requireNonNullElse(change.width(), now.width()),
                  Objects.requireNonNullElse(change.rotation(), now.rotation()),
                  Objects.requireNonNullElse(change.z(), now.z()),
                  Objects.requireNonNullElse(change.stickers(), now.stickers()),
                  now.hidden(),
                  now.reaction(),
                  now.createdSeq(),
                  seq,
                  now.createdAt(),
                  at,
                  false);
      case Mutation.Delete _ -> now == null ? null : now.gone(seq, at);
      case Mutation.Hide _ -> now == null ? null : now.hidden(seq);
      case Mutation.Show show -> now == null ? null : now.shown(show.text(), show.stickers(), seq);
      case Mutation.React react -> now == null ? null : now.reacted(react.reaction(), seq);
    };
  }

  /** A fractional index in front of all that earlier entries got this way: ten digits compare as numbers do. */
  private static String inFront(long seq) {
    return "a" + "0000000000".substring(Math.min(10, Long.toString(seq).length())) + seq;
  }
}
