package app.rollingpaper.compose.embedded;

/** A store that runs as a process of its own and keeps its data and its port over stops, kills and starts. */
public interface EmbeddedPart extends AutoCloseable {
  /** Starts it and returns when it answers; does nothing when it is running. */
  void start();

  boolean isRunning();

  /** The process id of the running part. */
  long pid();

  /** The port on 127.0.0.1; known from the first start. */
  int port();

  /** Ends it as a power cut would (SIGKILL); {@link #start()} brings it back on the same data and port. */
  void kill();

  /** Stops it in order; it may be started again. */
  void stop();

  @Override
  default void close() {
    stop();
  }
}
