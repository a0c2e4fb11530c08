package app.rollingpaper.compose.suites.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of a paper's ledger: the notes it adds up to, and how far. Moves strictly entry by entry, or by a
 * whole snapshot. Thread-safe.
 */
public final class Replica {
  private final Map<UUID, Note> notes = new HashMap<>();
  private @Nullable Long epoch;
  private long position;

  /** The timeline; empty while nothing is known. */
  public synchronized OptionalLong epoch() {
    return epoch == null ? OptionalLong.empty() : OptionalLong.of(epoch);
  }

  /** The last entry that is in it. */
  public synchronized long position() {
    return position;
  }

  /** Everything, tombstones included. */
  public synchronized Map<UUID, Note> notes() {
    return Map.copyOf(notes);
  }

  /** What a person sees, the same whether it came entry by entry or as a snapshot. */
  public synchronized Map<UUID, Note> shown() {
    return notes.values().stream()
        .filter(note -> !note.deleted())
        .collect(Collectors.toUnmodifiableMap(Note::id, Note::shown));
  }

  /** What a person sees, and how far that is. */
  public record Sight(long position, Map<UUID, Note> notes) {}

  public synchronized Sight sight() {
    return new Sight(position, shown());
  }

  /** The whole paper at a position. */
  synchronized void replace(long timeline, long at, List<Note> whole) {
    epoch = timeline;
    position = at;
    notes.clear();
    whole.forEach(note -> notes.put(note.id(), note));
  }

  /** Nothing is known any more, but what was known stays in sight until something better comes. */
  synchronized void forget() {
    epoch = null;
  }

  /**
   * Takes entries that stand one after the other; what is known already is skipped.
   *
   * @return what was new; empty when one is missing before them or they are of another timeline, and nothing was done
   */
  synchronized Optional<List<Entry>> accept(long timeline, List<Entry> entries) {
    boolean gap = !entries.isEmpty() && entries.getFirst().seq() > position + 1;
    if (epoch == null || epoch != timeline || gap) {
      return Optional.empty();
    }
    List<Entry> fresh = entries.stream().filter(entry -> entry.seq() > position).toList();
    fresh.forEach(this::apply);
    return Optional.of(fresh);
  }

  /** Applies a whole entry, whatever came before it. */
  public synchronized void apply(Entry entry) {
    for (Mutation mutation : entry.d()) {
      if (mutation.note() == null) {
        continue;
      }
      Note changed = Note.next(notes.get(mutation.note()), mutation, entry);
      if (changed != null) {
        notes.put(changed.id(), changed);
      }
    }
    position = entry.seq();
  }
}
