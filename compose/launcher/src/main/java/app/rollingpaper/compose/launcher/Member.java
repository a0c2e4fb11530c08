package app.rollingpaper.compose.launcher;

/** A process that the supervisor keeps running. */
interface Member {
  String name();

  /**
   * Starts it and returns when it is ready.
   *
   * @throws app.rollingpaper.compose.embedded.CannotStart with a sentence that says why it is not
   */
  void start();

  boolean isRunning();

  /** The process id; -1 while there is none. */
  long pid();

  /** Where it listens, for people. */
  String where();

  /** Ends it at once. */
  void kill();

  /** Asks it to finish and waits until it has. */
  void stop();
}
