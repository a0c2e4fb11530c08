package app.rollingpaper.common.config;

import java.util.List;

/** A configuration a service must not start with: names every key that is wrong, at once. */
public final class InvalidConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> violations;

  InvalidConfiguration(List<String> violations) {
    super(String.join(System.lineSeparator(), violations));
    this.violations = List.copyOf(violations);
  }

  /** One sentence for each wrong key, beginning with the key. */
  public List<String> violations() {
    return violations;
  }
}
