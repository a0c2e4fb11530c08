package app.rollingpaper.paper.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A note as the ledger adds it up.
 *
 * @param x left edge, 0 to 1,000 across the paper
 * @param y top edge, in the same unit
 * @param width in the same unit
 * @param rotation degrees, clockwise
 * @param z stacking order as a fractional index: compared as text, higher is in front
 * @param hidden taken out of sight by the owner: its text and stickers are not here
 * @param reaction what the recipient feels about it
 * @param createdSeq entry of the ledger that added it
 * @param version entry of the ledger that last changed it
 * @param deleted a tombstone: nothing changes it any more
 */
public record Note(
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
    List<Sticker> stickers,
    boolean hidden,
    @Nullable String reaction,
    long createdSeq,
    long version,
    Instant createdAt,
    Instant updatedAt,
    boolean deleted) {
  public Note {
    stickers = List.copyOf(stickers);
  }

  /** Whether it is there for everybody to read. */
  public boolean visible() {
    return !deleted && !hidden;
  }

  /** Nothing but what it is known by and where it lies. */
  Note blank(long seq, Instant at, boolean hide, boolean delete) {
    return new Note(
        id,
        author,
        "",
        color,
        font,
        x,
        y,
        width,
        rotation,
        z,
        List.of(),
        hide,
        reaction,
        createdSeq,
        seq,
        createdAt,
        at,
        delete);
  }

  /** In sight again, with what was put away. */
  Note shown(@Nullable String kept, @Nullable List<Sticker> keptStickers, long seq) {
    return new Note(
        id,
        author,
        kept == null ? text : kept,
        color,
        font,
        x,
        y,
        width,
        rotation,
        z,
        keptStickers == null ? stickers : keptStickers,
        false,
        reaction,
        createdSeq,
        seq,
        createdAt,
        updatedAt,
        false);
  }

  /** With another reaction or none. */
  Note reacted(@Nullable String other, long seq) {
    return new Note(
        id,
        author,
        text,
        color,
        font,
        x,
        y,
        width,
        rotation,
        z,
        stickers,
        hidden,
        other,
        createdSeq,
        seq,
        createdAt,
        updatedAt,
        deleted);
  }

  /** With what was put away, for those who may read it although it is hidden. */
  public Note with(Kept kept) {
    return new Note(
        id,
        author,
        kept.text(),
        color,
        font,
        x,
        y,
        width,
        rotation,
        z,
        kept.stickers(),
        hidden,
        reaction,
        createdSeq,
        version,
        createdAt,
        updatedAt,
        deleted);
  }

  /** What a hidden note says, kept apart from everything that is read. */
  public record Kept(NoteId note, String text, List<Sticker> stickers) {}
}
