package app.rollingpaper.paper.note;

import app.rollingpaper.paper.access.Edition;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.ledger.Note;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The notes of papers that were read a moment ago, for the next who read them. Whether they still are the paper's notes is
 * never guessed: whoever asks has read from the database which edition there is. Thread-safe.
 */
final class RecentNotes {
  private static final int MOST_CHARACTERS = 3_000_000;
  private static final int CHARACTERS_BESIDE_TEXT = 300;
  private static final Duration AT_REST = Duration.ofMinutes(1);

  private record Kept(Edition edition, List<Note> notes) {
    int characters() {
      return notes.stream().mapToInt(note -> note.text().length() + CHARACTERS_BESIDE_TEXT).sum();
    }
  }

  private final Cache<PaperId, Kept> kept =
      Caffeine.newBuilder()
          .maximumWeight(MOST_CHARACTERS)
          .weigher((PaperId paper, Kept one) -> one.characters())
          .expireAfterAccess(AT_REST)
          .build();

  /**
   * All notes of a paper, hidden ones without what they say.
   *
   * @param edition which one there is
   * @param read reads them; what it finds is at least as new as the edition
   */
  List<Note> of(PaperId paper, Edition edition, Supplier<List<Note>> read) {
    Kept known = kept.getIfPresent(paper);
    if (known != null && known.edition.equals(edition)) {
      return known.notes;
    }
    List<Note> notes = read.get();
    kept.put(paper, new Kept(edition, notes));
    return notes;
  }
}
