package app.rollingpaper.compose.suites;

/**
 * Somebody who changes papers, one change after the other, and writes down what was acknowledged. Used by one thread at a
 * time.
 */
public interface Writer {
  /** Makes one change and returns when it is decided. */
  void step();
}
