package app.rollingpaper.paper.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A note as clients are shown it, over HTTP and on sockets.
 *
 * @param stickers left out when there are none
 * @param hidden left out when it is not
 * @param reaction the recipient's, if any
 * @param mine whether the reader wrote it, where only one reader is shown it
 */
public record NoteView(
    NoteId id,
    Author author,
    String text,
    String color,
    String font,
    double x,
    double y,
    double width,
    double rotation,
    String z,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Sticker> stickers,
    @Nullable Boolean hidden,
    @Nullable String reaction,
    long version,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Boolean mine) {
  /** As everybody is shown it. */
  public static NoteView of(Note note) {
    return of(note, null);
  }

  /** As one reader is shown it. */
  public static NoteView of(Note note, @Nullable Boolean mine) {
    return new NoteView(
        note.id(),
        note.author(),
        note.text(),
        note.color(),
        note.font(),
        note.x(),
        note.y(),
        note.width(),
        note.rotation(),
        note.z(),
        note.stickers(),
        note.hidden() ? Boolean.TRUE : null,
        note.reaction(),
        note.version(),
        note.createdAt(),
        note.updatedAt(),
        mine);
  }
}
