package app.rollingpaper.paper.live;

/** The socket under a connection. Thread-safe. */
interface Wire {
  /** There may be something to send: the connection is asked for it as soon as no write is outstanding. */
  void wake();

  /** Ends it at once, without a word. */
  void cut();
}
