package app.rollingpaper.user.session;

/** What became of a refresh token. */
sealed interface Refresh {
  /** The session goes on. */
  record Refreshed(Credentials credentials) implements Refresh {}

  /** There is no such session, or not any more. */
  record Ended() implements Refresh {}
}
