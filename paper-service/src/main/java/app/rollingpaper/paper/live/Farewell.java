package app.rollingpaper.paper.live;

/** Why the server ends a connection: the close code, and whether coming back helps. */
enum Farewell {
  DRAIN(4000, 0),
  INTERNAL(4001, 1_000),
  SLOW(4002, 500),
  HEARTBEAT(4003, 500),
  RESYNC(4004, 1_000),
  RATE(4005, 5_000),
  OVERLOADED(4006, 2_000),
  TICKET_EXPIRED(4007, 0),
  BAD_FRAME(4500, -1),
  VERSION(4501, -1),
  TICKET(4502, -1),
  FORBIDDEN(4503, -1),
  NO_PAPER(4504, -1),
  TOO_LARGE(4506, -1),
  REMOVED(4507, -1),
  TOO_MANY(4508, -1);

  private final int code;
  private final int after;

  Farewell(int code, int after) {
    this.code = code;
    this.after = after;
  }

  int code() {
    return code;
  }

  boolean retry() {
    return after >= 0;
  }

  /** Milliseconds to wait before coming back. */
  int after() {
    return Math.max(0, after);
  }
}
