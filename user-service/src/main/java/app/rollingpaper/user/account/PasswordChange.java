package app.rollingpaper.user.account;

import java.time.Duration;

/** What became of the wish for another password. */
public sealed interface PasswordChange {
  /** The new password is the one from now on. */
  record Changed() implements PasswordChange {}

  /** The present password is another one. */
  record WrongPassword() implements PasswordChange {}

  /** The new password cannot be had. */
  record Unacceptable(String objection) implements PasswordChange {}

  /** There were too many wrong passwords for this address. */
  record TooManyFailures(Duration retryAfter) implements PasswordChange {}

  /** Too many passwords are being hashed. */
  record Busy() implements PasswordChange {}

  /** There is no such account any more. */
  record NoAccount() implements PasswordChange {}
}
