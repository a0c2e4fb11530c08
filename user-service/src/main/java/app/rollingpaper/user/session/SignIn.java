package app.rollingpaper.user.session;

import java.time.Duration;

/** What became of an attempt to sign in. */
sealed interface SignIn {
  /** There is a new session. */
  record SignedIn(Credentials credentials) implements SignIn {}

  /** The address and the password do not belong together. */
  record BadCredentials() implements SignIn {}

  /** There were too many wrong passwords for this address. */
  record TooManyFailures(Duration retryAfter) implements SignIn {}

  /** Too many passwords are being compared. */
  record Busy() implements SignIn {}
}
