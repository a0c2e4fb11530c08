package app.rollingpaper.paper.live;

/** What a connection sends next. */
sealed interface Outgoing {
  /** A text frame; the bytes may be shared with other connections and are never changed. */
  record Text(byte[] utf8) implements Outgoing {}

  /** The end. */
  record Close(Farewell why) implements Outgoing {}
}
