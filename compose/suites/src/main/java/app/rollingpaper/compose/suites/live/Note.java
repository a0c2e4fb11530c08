package app.rollingpaper.compose.suites.live;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A note as the ledger adds it up.
 *
 * @param createdSeq the entry that added it; null when it came with a snapshot, which does not tell
 * @param version the entry that last changed it
 * @param deleted a tombstone: nothing changes it any more
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Note(
    UUID id,
    Author author,
    String text,
    String color,
    String font,
    double x,
    double y,
    double width,
    double rotation,
    String z,
    @Nullable Long createdSeq,
    long version,
    String createdAt,
    String updatedAt,
    boolean deleted) {

  /** A note after a mutation; a tombstone wins over everything, and what is not there cannot be changed. */
  static @Nullable Note next(@Nullable Note now, Mutation mutation, Entry entry) {
    if (now != null && now.deleted) {
      return now;
    }
    return switch (mutation.m()) {
      case "add" -> now == null ? added(mutation, entry) : now;
      case "set" -> now == null ? null : now.changed(mutation, entry);
      case "del" -> now == null ? null : now.gone(entry);
      // The paper's life, or what a newer server knows: not about notes.
      default -> now;
    };
  }

  private static Note added(Mutation add, Entry entry) {
    return new Note(
        Objects.requireNonNull(add.note()),
        entry.author(),
        Objects.requireNonNull(add.text()),
        Objects.requireNonNull(add.color()),
        Objects.requireNonNull(add.font()),
        Objects.requireNonNull(add.x()),
        Objects.requireNonNull(add.y()),
        Objects.requireNonNull(add.width()),
        Objects.requireNonNull(add.rotation()),
        Objects.requireNonNullElseGet(add.z(), () -> inFront(entry.seq())),
        entry.seq(),
        entry.seq(),
        entry.at(),
        entry.at(),
        false);
  }

  private Note changed(Mutation set, Entry entry) {
    return new Note(
        id,
        author,
        Objects.requireNonNullElse(set.text(), text),
        Objects.requireNonNullElse(set.color(), color),
        Objects.requireNonNullElse(set.font(), font),
        Objects.requireNonNullElse(set.x(), x),
        Objects.requireNonNullElse(set.y(), y),
        Objects.requireNonNullElse(set.width(), width),
        Objects.requireNonNullElse(set.rotation(), rotation),
        Objects.requireNonNullElse(set.z(), z),
        createdSeq,
        entry.seq(),
        createdAt,
        entry.at(),
        false);
  }

  private Note gone(Entry entry) {
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
        createdSeq,
        entry.seq(),
        createdAt,
        entry.at(),
        true);
  }

  /** The same as a snapshot tells it. */
  Note shown() {
    return new Note(
        id, author, text, color, font, x, y, width, rotation, z, null, version, createdAt,
        updatedAt, deleted);
  }

  // Ten digits compare as numbers do.
  private static String inFront(long seq) {
    return "a" + "0000000000".substring(Math.min(10, Long.toString(seq).length())) + seq;
  }
}
