package app.rollingpaper.paper.note;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.paper.access.Edition;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.ledger.Author;
import app.rollingpaper.paper.ledger.Note;
import app.rollingpaper.paper.ledger.NoteId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RecentNotesTest {
  private final RecentNotes recent = new RecentNotes();
  private final PaperId paper = new PaperId(UUID.randomUUID());
  private int reads;

  @Test
  void anEditionIsReadOnce() {
    List<Note> first = read(new Edition(1, 7, 1), "하나");
    assertThat(read(new Edition(1, 7, 1), "둘")).isSameAs(first);
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void anotherEditionIsReadAnew() {
    read(new Edition(1, 7, 1), "하나");
    assertThat(read(new Edition(1, 8, 1), "둘")).extracting(Note::text).containsExactly("둘");
    // The database went back to an earlier time: the same number, but not the same notes.
    assertThat(read(new Edition(2, 8, 1), "셋")).extracting(Note::text).containsExactly("셋");
  }

  @Test
  void noPaperGetsAnothersNotes() {
    read(new Edition(1, 7, 1), "하나");
    List<Note> others =
        recent.of(new PaperId(UUID.randomUUID()), new Edition(1, 7, 1), () -> notes("남의 것"));
    assertThat(others).extracting(Note::text).containsExactly("남의 것");
  }

  private List<Note> read(Edition edition, String found) {
    return recent.of(
        paper,
        edition,
        () -> {
          reads++;
          return notes(found);
        });
  }

  private static List<Note> notes(String text) {
    Author author = new Author(UUID.randomUUID(), "하나");
    return List.of(
        new Note(
            new NoteId(UUID.randomUUID()),
            author,
            text,
            "butter",
            "gaegu",
            0,
            0,
            240,
            0,
            "a0",
            List.of(),
            false,
            null,
            1,
            1,
            Instant.EPOCH,
            Instant.EPOCH,
            false));
  }
}
