package app.rollingpaper.user.account;

/** What an address and a password together open. */
public sealed interface Authentication {
  /** They belong together. */
  record Known(Account account) implements Authentication {}

  /** They do not; which of the two is wrong is not said. */
  record Unknown() implements Authentication {}

  /** Too many passwords are being compared. */
  record Busy() implements Authentication {}
}
