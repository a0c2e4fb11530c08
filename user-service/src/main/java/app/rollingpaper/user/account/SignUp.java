package app.rollingpaper.user.account;

import java.util.List;

/** What became of the wish for an account. */
sealed interface SignUp {
  /** There is an account now, or there was one already from the same request sent before. */
  record SignedUp(Account account) implements SignUp {}

  /** Somebody has an account with that address. */
  record EmailTaken() implements SignUp {}

  /** What was asked for cannot be had. */
  record Unacceptable(List<Objection> objections) implements SignUp {}

  /** Too many passwords are being hashed. */
  record Busy() implements SignUp {}

  /** What is wrong with one field. */
  record Objection(String field, String message) {}
}
