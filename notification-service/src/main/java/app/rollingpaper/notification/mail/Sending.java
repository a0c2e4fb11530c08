package app.rollingpaper.notification.mail;

/** What became of an attempt to send a mail. */
sealed interface Sending {
  /** The server has it. */
  record Accepted() implements Sending {}

  /**
   * Not now; another attempt may succeed.
   *
   * @param reason a code or a class, nobody's words
   */
  record Postponed(String reason) implements Sending {}

  /**
   * The server does not want it, and will not later.
   *
   * @param reason a code or a class, nobody's words
   */
  record Refused(String reason) implements Sending {}
}
