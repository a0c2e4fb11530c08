package app.rollingpaper.common.program;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service is made of and has to end: the parts are ended in the reverse order of their
 * start, each even when another fails. Used by one thread at a time.
 */
public final class Parts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Parts.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /** Remembers a part that has to be ended, and returns it. */
  public <T extends AutoCloseable> T closing(T part) {
    started.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      AutoCloseable part = started.pop();
      try {
        part.close();
      } catch (Exception failed) {
        log.warn("event=stop_failed part={}", part.getClass().getSimpleName(), failed);
      }
    }
  }
}
