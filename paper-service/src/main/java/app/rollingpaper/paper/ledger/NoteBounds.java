package app.rollingpaper.paper.ledger;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** What the properties of a note may be, the same by whichever way they come in. */
public interface NoteBounds {
  String COLORS = "butter|blush|mint|sky|lilac|paper";
  String FONTS = "gaegu|jua|poor-story|hi-melody|gowun-dodum|nanum-pen|plain";

  /** 1 to 1,000 characters. */
  @Graphemes(min = 1, max = 1_000, maxBytes = 12 * 1_024)
  @Constraint(validatedBy = {})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Text {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  /** The name of a colour. */
  @Pattern(regexp = COLORS, message = "must be one of " + COLORS)
  @Constraint(validatedBy = {})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Color {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  /** The name of a font. */
  @Pattern(regexp = FONTS, message = "must be one of " + FONTS)
  @Constraint(validatedBy = {})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Font {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  /** How far from the left: 1,000 is the whole width of the paper. */
  @DecimalMin("0")
  @DecimalMax("1000")
  @Constraint(validatedBy = {})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Across {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  /** How far from the top, in the same unit. */
  @DecimalMin("0")
  @DecimalMax("100000")
  @Constraint(validatedBy = {})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Down {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  /** How wide, in the same unit. */
  @DecimalMin("80")
  @DecimalMax("1000")
  @Constraint(validatedBy = {})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Width {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  /** Degrees, clockwise. */
  @DecimalMin("-45")
  @DecimalMax("45")
  @Constraint(validatedBy = {})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Rotation {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  /** A fractional index. */
  @Pattern(regexp = "[0-9A-Za-z]{1,64}")
  @Constraint(validatedBy = {})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Stacking {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  /** At most eight of them. */
  @Size(max = 8)
  @Constraint(validatedBy = {})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Stickers {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }
}
