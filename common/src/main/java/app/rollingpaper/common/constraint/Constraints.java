package app.rollingpaper.common.constraint;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.Locale;
import java.util.Set;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Checks records by the constraints of their components. */
public final class Constraints {
  private static final Validator VALIDATOR = inEnglish();

  private Constraints() {}

  /**
   * The one that all share, because making one takes long. Its messages are English whatever language the machine speaks, without
   * expressions in them that would have to be evaluated. Thread-safe.
   */
  public static Validator validator() {
    return VALIDATOR;
  }

  static Validator inEnglish() {
    return Validation.byDefaultProvider()
        .configure()
        // The root holds English; any other locale would fall back to the machine's first.
        .messageInterpolator(
            new ParameterMessageInterpolator(Set.of(Locale.ROOT), Locale.ROOT, false))
        .buildValidatorFactory()
        .getValidator();
  }
}
