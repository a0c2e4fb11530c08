package app.rollingpaper.common.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validator;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConstraintsTest {
  record Bounded(
      @DecimalMin("8") double low,
      @DecimalMax("100.5") double high,
      @Min(3) int number,
      @NotNull @Nullable String there,
      @Size(min = 1, max = 4) String text) {}

  private static final Bounded ALL_WRONG = new Bounded(7.5, 101, 2, null, "");

  private static List<String> said(Validator validator) {
    return validator.validate(ALL_WRONG).stream()
        .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
        .sorted()
        .toList();
  }

  @Test
  void messagesAreSentencesForPeople() {
    assertThat(said(Constraints.validator()))
        .containsExactly(
            "high must be at most 100.5",
            "low must be at least 8",
            "number must be greater than or equal to 3",
            "text size must be between 1 and 4",
            "there must not be null");
  }

  @Test
  void theLanguageOfTheMachineDoesNotMatter() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.KOREAN);
    try {
      assertThat(said(Constraints.inEnglish())).isEqualTo(said(Constraints.validator()));
    } finally {
      Locale.setDefault(before);
    }
  }
}
