package app.rollingpaper.paper.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
  /** The same entry without the text of these notes, as the history keeps it once they are deleted. */
  public Op withoutTextOf(Set<NoteId> notes) {
    List<Mutation> redacted =
        mutations.stream().map(mutation -> withoutText(mutation, notes)).toList();
    return redacted.equals(mutations) ? this : new Op(seq, client, n, author, at, redacted);
  }

  private static Mutation withoutText(Mutation mutation, Set<NoteId> notes) {
    return switch (mutation) {
      case Mutation.Add add when notes.contains(add.note()) -> add.withText("");
      case Mutation.Change change
          when notes.contains(change.note()) && Objects.nonNull(change.text()) ->
          change.withText("");
      case Mutation other -> other;
    };
  }
}
