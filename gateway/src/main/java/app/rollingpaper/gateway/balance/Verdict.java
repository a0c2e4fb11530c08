package app.rollingpaper.gateway.balance;

/** What one health check found. */
public enum Verdict {
  READY,
  /** The instance answered, and its answer is no. */
  NOT_READY,
  /** The same, because somebody told it to take no more. */
  DRAINING,
  NO_ANSWER
}
