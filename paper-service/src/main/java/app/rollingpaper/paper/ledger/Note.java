package app.rollingpaper.paper.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
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

  /** A tombstone. */
  Note gone(long seq, Instant at) {
    return with("", List.of(), false, reaction, seq, at, true);
  }

  /** Out of sight, with what it says. */
  Note hidden(long seq) {
    return with("", List.of(), true, reaction, seq, updatedAt, false);
  }

  /** In sight again, with what was put away. */
  Note shown(@Nullable String kept, @Nullable List<Sticker> keptStickers, long seq) {
    return with(
        Objects.requireNonNullElse(kept, text),
        Objects.requireNonNullElse(keptStickers, stickers),
        false,
        reaction,
        seq,
        updatedAt,
        false);
  }

  /** With another reaction or none. */
  Note reacted(@Nullable String other, long seq) {
    return with(text, stickers, hidden, other, seq, updatedAt, deleted);
  }

  /** With what was put away, for those who may read it although it is hidden. */
  public Note with(Kept kept) {
    return with(kept.text(), kept.stickers(), hidden, reaction, version, updatedAt, deleted);
  }

  private Note with(
      String says,
      List<Sticker> carries,
      boolean outOfSight,
      @Nullable String felt,
      long seq,
      Instant at,
      boolean tombstone) {
    return new Note(
        id,
        author,
        says,
        color,
        font,
        x,
        y,
        width,
        rotation,
        z,
        carries,
        outOfSight,
        felt,
        createdSeq,
        seq,
        createdAt,
        at,
        tombstone);
  }

  /** What a hidden note says, kept apart from everything that is read. */
  public record Kept(NoteId note, String text, List<Sticker> stickers) {}
}
