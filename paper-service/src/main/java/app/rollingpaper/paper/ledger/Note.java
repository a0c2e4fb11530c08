package app.rollingpaper.paper.ledger;

import java.time.Instant;

/**
 * A note as the ledger adds it up.
 *
 * @param x left edge, 0 to 1,000 across the paper
 * @param y top edge, in the same unit
 * @param width in the same unit
 * @param rotation degrees, clockwise
 * @param z stacking order as a fractional index: compared as text, higher is in front
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
    long createdSeq,
    long version,
    Instant createdAt,
    Instant updatedAt,
    boolean deleted) {}
