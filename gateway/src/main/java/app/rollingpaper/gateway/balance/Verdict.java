package app.rollingpaper.gateway.balance;

/** What one health check found. */
public enum Verdict {
  READY,
  /** The instance answered, and its answer is no. */
  NOT_READY,
  NO_ANSWER
}
