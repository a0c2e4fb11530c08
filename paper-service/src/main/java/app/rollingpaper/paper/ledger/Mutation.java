package app.rollingpaper.paper.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** One change to a paper. Its JSON is part of the protocol: {@code m} names the kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "m")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Mutation.Add.class, name = "add"),
  @JsonSubTypes.Type(value = Mutation.Change.class, name = "set"),
  @JsonSubTypes.Type(value = Mutation.Delete.class, name = "del"),
  @JsonSubTypes.Type(value = Mutation.Seal.class, name = "seal"),
  @JsonSubTypes.Type(value = Mutation.Deliver.class, name = "deliver"),
  @JsonSubTypes.Type(value = Mutation.Cancel.class, name = "cancel")
})
public sealed interface Mutation {
  /** Characters of a note's text, as a person counts. */
  int TEXT = 1_000;

  /** Bytes of a note's text. */
  int TEXT_BYTES = 12 * 1_024;

  String COLORS = "butter|blush|mint|sky|lilac|paper";
  String FONTS = "gaegu|jua|poor-story|hi-melody|gowun-dodum|nanum-pen";

  /** A mutation of one note. */
  sealed interface OfNote extends Mutation permits Add, Change, Delete {
    NoteId note();
  }

  /** A mutation of the paper's life; never accepted from outside as an op. */
  sealed interface OfLife extends Mutation permits Seal, Deliver, Cancel {}

  /** A new note. Without {@code z} it lies in front of all that are there. */
  record Add(
      @NotNull NoteId note,
      @NotNull @Graphemes(min = 1, max = TEXT, maxBytes = TEXT_BYTES) String text,
      @NotNull @Pattern(regexp = COLORS, message = "must be one of " + COLORS) String color,
      @NotNull @Pattern(regexp = FONTS, message = "must be one of " + FONTS) String font,
      @NotNull @DecimalMin("0") @DecimalMax("1000") Double x,
      @NotNull @DecimalMin("0") @DecimalMax("100000") Double y,
      @NotNull @DecimalMin("80") @DecimalMax("1000") Double width,
      @NotNull @DecimalMin("-45") @DecimalMax("45") Double rotation,
      @Nullable @Pattern(regexp = "[0-9A-Za-z]{1,64}") String z)
      implements OfNote {
    Add withText(String other) {
      return new Add(note, other, color, font, x, y, width, rotation, z);
    }
  }

  /** Other values for some properties of a note; a property that is absent stays as it is. */
  record Change(
      @NotNull NoteId note,
      @Nullable @Graphemes(min = 1, max = TEXT, maxBytes = TEXT_BYTES) String text,
      @Nullable @Pattern(regexp = COLORS, message = "must be one of " + COLORS) String color,
      @Nullable @Pattern(regexp = FONTS, message = "must be one of " + FONTS) String font,
      @Nullable @DecimalMin("0") @DecimalMax("1000") Double x,
      @Nullable @DecimalMin("0") @DecimalMax("100000") Double y,
      @Nullable @DecimalMin("80") @DecimalMax("1000") Double width,
      @Nullable @DecimalMin("-45") @DecimalMax("45") Double rotation,
      @Nullable @Pattern(regexp = "[0-9A-Za-z]{1,64}") String z)
      implements OfNote {
    Change withText(String other) {
      return new Change(note, other, color, font, x, y, width, rotation, z);
    }

    /** Whether only the place on the paper changes, which the owner may do with any note. */
    boolean movesOnly() {
      return text == null && color == null && font == null;
    }
  }

  /** A note taken away for good. */
  record Delete(@NotNull NoteId note) implements OfNote {}

  /** No more changes to notes. */
  record Seal() implements OfLife {}

  /** The recipient gets it. */
  record Deliver() implements OfLife {}

  /** The paper is given up. */
  record Cancel() implements OfLife {}
}
