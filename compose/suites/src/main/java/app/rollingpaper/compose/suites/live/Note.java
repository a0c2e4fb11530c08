package app.rollingpaper.compose.suites.live;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A note as the ledger adds it up.
 *
 * @param hidden taken out of sight by the owner: what it says is not here
 * @param reaction what the recipient feels about it
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
    @Nullable List<Sticker> stickers,
    boolean hidden,
    @Nullable String reaction,
    @Nullable Long createdSeq,
    long version,
    String createdAt,
    String updatedAt,
    boolean deleted) {

  public Note {
    stickers = stickers == null ? List.of() : List.copyOf(stickers);
  }

  /** A note after a mutation; a tombstone wins over everything, and what is not there cannot be changed. */
  static @Nullable Note next(@Nullable Note now, Mutation mutation, Entry entry) {
    if (now != null && now.deleted) {
      return now;
    }
    if (now == null) {
      return mutation.m().equals("add") ? added(mutation, entry) : null;
    }
    long seq = entry.seq();
    return switch (mutation.m()) {
      case "set" -> now.changed(mutation, entry);
      case "del" -> now.saying("", List.of(), false, seq).at(entry.at(), true);
      case "hide" -> now.saying("", List.of(), true, seq);
      case "show" ->
          now.saying(
              Objects.requireNonNullElse(mutation.text(), now.text),
              Objects.requireNonNullElse(mutation.stickers(), now.stickers),
              false,
              seq);
      case "react" -> now.felt(mutation.reaction(), now.createdSeq, seq);
      // It is there already; or the paper's life, or what a newer server knows: not about notes.
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
        add.stickers(),
        false,
        null,
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
        Objects.requireNonNullElse(set.stickers(), stickers),
        hidden,
        reaction,
        createdSeq,
        entry.seq(),
        createdAt,
        entry.at(),
        false);
  }

  /** The same note without what it says. */
  public Note blank() {
    return saying("", List.of(), hidden, version);
  }

  private Note saying(String other, List<Sticker> with, boolean outOfSight, long seq) {
    return new Note(
        id,
        author,
        other,
        color,
        font,
        x,
        y,
        width,
        rotation,
        z,
        with,
        outOfSight,
        reaction,
        createdSeq,
        seq,
        createdAt,
        updatedAt,
        deleted);
  }

  private Note at(String time, boolean gone) {
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
        reaction,
        createdSeq,
        version,
        createdAt,
        time,
        gone);
  }

  private Note felt(@Nullable String feeling, @Nullable Long since, long seq) {
    return new Note(
        id, author, text, color, font, x, y, width, rotation, z, stickers, hidden, feeling, since,
        seq, createdAt, updatedAt, deleted);
  }

  /** The same as a snapshot tells it. */
  Note shown() {
    return felt(reaction, null, version);
  }

  // Ten digits compare as numbers do.
  private static String inFront(long seq) {
    return "a" + "0000000000".substring(Math.min(10, Long.toString(seq).length())) + seq;
  }
}
