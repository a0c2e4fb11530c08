package app.rollingpaper.compose.suites.live;

/**
 * How safe what was written is, as a person is shown it.
 *
 * @param count ops that are kept and not known to be in the ledger
 */
public record Save(State state, int count) {
  /** The three things there are to say. */
  public enum State {
    SAVED,
    SAVING,
    OFFLINE
  }
}
