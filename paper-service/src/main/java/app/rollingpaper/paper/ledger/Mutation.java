package app.rollingpaper.paper.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change to a paper. Its JSON is part of the protocol: {@code m} names the kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "m")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Mutation.Add.class, name = "add"),
  @JsonSubTypes.Type(value = Mutation.Change.class, name = "set"),
  @JsonSubTypes.Type(value = Mutation.Delete.class, name = "del"),
  @JsonSubTypes.Type(value = Mutation.Hide.class, name = "hide"),
  @JsonSubTypes.Type(value = Mutation.Show.class, name = "show"),
  @JsonSubTypes.Type(value = Mutation.React.class, name = "react"),
  @JsonSubTypes.Type(value = Mutation.Seal.class, name = "seal"),
  @JsonSubTypes.Type(value = Mutation.Deliver.class, name = "deliver"),
  @JsonSubTypes.Type(value = Mutation.Cancel.class, name = "cancel")
})
public sealed interface Mutation {
  /** What a recipient may feel about a note. */
  String REACTIONS = "heart|laugh|tears|hug|clap";

  /** A mutation of one note. */
  sealed interface OfNote extends Mutation permits Add, Change, Delete, Hide, Show, React {
    NoteId note();

    /** Without what the note says. */
    default OfNote blank() {
      return this;
    }
  }

  /** A mutation of the paper's life; never accepted from outside as an op. */
  sealed interface OfLife extends Mutation permits Seal, Deliver, Cancel {}

  /** A new note. Without {@code z} it lies in front of all that are there. */
  record Add(
      @NotNull NoteId note,
      @NotNull @NoteBounds.Text String text,
      @NotNull @NoteBounds.Color String color,
      @NotNull @NoteBounds.Font String font,
      @NotNull @NoteBounds.Across Double x,
      @NotNull @NoteBounds.Down Double y,
      @NotNull @NoteBounds.Width Double width,
      @NotNull @NoteBounds.Rotation Double rotation,
      @Nullable @NoteBounds.Stacking String z,
      @Nullable @NoteBounds.Stickers List<@NotNull @Valid Sticker> stickers)
      implements OfNote {
    @Override
    public Add blank() {
      return new Add(
          note, "", color, font, x, y, width, rotation, z, stickers == null ? null : List.of());
    }
  }

  /** Other values for some properties of a note; a property that is absent stays as it is. */
  record Change(
      @NotNull NoteId note,
      @Nullable @NoteBounds.Text String text,
      @Nullable @NoteBounds.Color String color,
      @Nullable @NoteBounds.Font String font,
      @Nullable @NoteBounds.Across Double x,
      @Nullable @NoteBounds.Down Double y,
      @Nullable @NoteBounds.Width Double width,
      @Nullable @NoteBounds.Rotation Double rotation,
      @Nullable @NoteBounds.Stacking String z,
      @Nullable @NoteBounds.Stickers List<@NotNull @Valid Sticker> stickers)
      implements OfNote {
    @Override
    public Change blank() {
      return new Change(
          note,
          text == null ? null : "",
          color,
          font,
          x,
          y,
          width,
          rotation,
          z,
          stickers == null ? null : List.of());
    }

    /** Whether only the place on the paper changes, which the owner may do with any note. */
    boolean movesOnly() {
      return !speaks() && color == null && font == null;
    }

    /** Whether it changes what the note says, which nobody may while it is hidden. */
    boolean speaks() {
      return text != null || stickers != null;
    }
  }

  /** A note taken away for good. */
  record Delete(@NotNull NoteId note) implements OfNote {}

  /** A note taken out of sight by the owner, with what it says. */
  record Hide(@NotNull NoteId note) implements OfNote {}

  /**
   * A note back in sight.
   *
   * @param text what it says; known to the ledger alone, whatever comes in
   * @param stickers likewise
   */
  record Show(@NotNull NoteId note, @Nullable String text, @Nullable List<Sticker> stickers)
      implements OfNote {
    @Override
    public Show blank() {
      return new Show(note, text == null ? null : "", stickers == null ? null : List.of());
    }
  }

  /** What the recipient feels about a note; nothing takes it back. */
  record React(
      @NotNull NoteId note,
      @Nullable @Pattern(regexp = REACTIONS, message = "must be one of " + REACTIONS)
          String reaction)
      implements OfNote {}

  /** No more changes to notes. */
  record Seal() implements OfLife {}

  /** The recipient gets it. */
  record Deliver() implements OfLife {}

  /** The paper is given up. */
  record Cancel() implements OfLife {}
}
