package app.rollingpaper.paper.ledger;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An entry of a paper's ledger: saved, ordered, final.
 *
 * @param seq position, contiguous from 1
 * @param client the author's client that sent it
 * @param n the client's own number of it
 * @param mutations what it does, all at once
 */
public record Op(
    long seq, ClientId client, long n, Author author, Instant at, List<Mutation> mutations) {
  /** The same entry without what these notes say, as the history keeps it once they are deleted or hidden. */
  public Op withoutTextOf(Set<NoteId> notes) {
    List<Mutation> redacted =
        mutations.stream()
            .map(
                mutation ->
                    mutation instanceof Mutation.OfNote ofNote && notes.contains(ofNote.note())
                        ? ofNote.blank()
                        : mutation)
            .toList();
    return redacted.equals(mutations) ? this : new Op(seq, client, n, author, at, redacted);
  }

  /** The same entry without anything that was done with these notes. */
  Op without(Set<NoteId> notes) {
    return new Op(
        seq,
        client,
        n,
        author,
        at,
        mutations.stream()
            .filter(
                mutation ->
                    !(mutation instanceof Mutation.OfNote ofNote && notes.contains(ofNote.note())))
            .toList());
  }

  /** Notes that this entry takes out of sight, for good or until they are shown again. */
  public Set<NoteId> takenAway() {
    Set<NoteId> away = new HashSet<>();
    for (Mutation mutation : mutations) {
      switch (mutation) {
        case Mutation.Delete delete -> away.add(delete.note());
        case Mutation.Hide hide -> away.add(hide.note());
        case Mutation.Show show -> away.remove(show.note());
        default -> {
          // Leaves what is in sight there.
        }
      }
    }
    return away;
  }
}
