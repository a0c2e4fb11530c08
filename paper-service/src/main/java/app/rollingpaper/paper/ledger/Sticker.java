package app.rollingpaper.paper.ledger;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * A small picture on a note.
 *
 * @param x its middle, in percent of the note's width
 * @param y its middle, in percent of the note's height
 * @param size in the unit of the paper
 * @param rotation degrees, clockwise
 */
public record Sticker(
    @NotNull @Pattern(regexp = KINDS, message = "must be one of " + KINDS) String kind,
    @NotNull @DecimalMin("0") @DecimalMax("100") Double x,
    @NotNull @DecimalMin("0") @DecimalMax("100") Double y,
    @NotNull @DecimalMin("8") @DecimalMax("64") Double size,
    @NotNull @DecimalMin("-180") @DecimalMax("180") Double rotation) {
  static final String KINDS =
      "heart|star|cake|flower|balloon|clover|confetti|sparkle|ribbon|paw|note|sun";
}
