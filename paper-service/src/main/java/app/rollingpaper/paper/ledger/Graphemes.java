package app.rollingpaper.paper.ledger;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Bounds a text as a person counts: in extended grapheme clusters (Unicode Standard Annex #29), so that a family emoji or
 * a composed Hangul syllable is one; and in bytes of UTF-8, because a cluster can be of any length.
 */
@Documented
@Constraint(validatedBy = Graphemes.Counter.class)
@Target({
  ElementType.FIELD,
  ElementType.PARAMETER,
  ElementType.RECORD_COMPONENT,
  ElementType.METHOD,
  ElementType.ANNOTATION_TYPE
})
@Retention(RetentionPolicy.RUNTIME)
public @interface Graphemes {
  int min() default 0;

  int max();

  int maxBytes();

  String message() default "is too short or too long";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Counts and compares. */
  final class Counter implements ConstraintValidator<Graphemes, String> {
    private int min;
    private int max;
    private int maxBytes;

    @Override
    public void initialize(Graphemes bounds) {
      min = bounds.min();
      max = bounds.max();
      maxBytes = bounds.maxBytes();
    }

    @Override
    public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
      if (text == null) {
        return true;
      }
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > maxBytes) {
        return fails(context, "is " + bytes + " bytes long; at most " + maxBytes + " fit");
      }
      int count = count(text.strip());
      if (count < min) {
        return fails(
            context,
            count == 0 ? "must not be empty" : "is too short: at least " + min + " characters");
      }
      return count <= max
          || fails(context, "is " + count + " characters long; at most " + max + " fit");
    }

    private static boolean fails(ConstraintValidatorContext context, String message) {
      context.disableDefaultConstraintViolation();
      context.buildConstraintViolationWithTemplate(message).addConstraintViolation();
      return false;
    }

    /** How many characters a person sees in a text. */
    static int count(String text) {
      BreakIterator boundaries = BreakIterator.getCharacterInstance(Locale.ROOT);
      boundaries.setText(text);
      int count = 0;
      while (boundaries.next() != BreakIterator.DONE) {
        count++;
      }
      return count;
    }
  }
}
