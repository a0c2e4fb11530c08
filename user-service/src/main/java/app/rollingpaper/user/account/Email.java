package app.rollingpaper.user.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address in the one spelling that accounts are known by: trimmed, in lower case, of the form that mail servers
 * everywhere accept (dot-atom before the {@code @}, host name behind it, ASCII only).
 *
 * @param text the address, 254 characters at most
 */
public record Email(String text) {
  private static final int LONGEST = 254;
  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++";
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?+";
  private static final Pattern FORM =
      Pattern.compile(
          "(?=[^@]{1,64}@)" + ATOM + "(?:\\." + ATOM + ")*+@" + LABEL + "(?:\\." + LABEL + ")*+");

  /** The address that was typed, or nothing when it cannot be one. */
  public static Optional<Email> of(String typed) {
    String trimmed = typed.strip();
    // Checked before it is lowered: some letters outside ASCII have a lower case inside it.
    return trimmed.length() <= LONGEST && FORM.matcher(trimmed).matches()
        ? Optional.of(new Email(trimmed.toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /** Logs never hold addresses. */
  @Override
  public String toString() {
    return "[e-mail]";
  }
}
