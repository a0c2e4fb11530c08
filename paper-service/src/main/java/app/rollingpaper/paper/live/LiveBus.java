package app.rollingpaper.paper.live;

import app.rollingpaper.paper.access.PaperId;
import java.util.concurrent.CompletableFuture;

/**
 * Carries messages between instances, if it can: they may be lost, doubled and reordered, and nothing depends on them but
 * speed. Never makes anybody wait. Thread-safe.
 */
public interface LiveBus extends AutoCloseable {
  /** Receives messages; must not wait. */
  interface Listener {
    void heard(PaperId paper, byte[] message);

    /** The bus is back after it was away; what was sent meanwhile is lost. */
    void returned();
  }

  void start(Listener listener);

  /** Sends to all instances that listen to this paper, later. What does not fit in the queue is dropped. */
  void publish(PaperId paper, byte[] message);

  /** Begins to listen; completed when that is certain, or when there is no bus to listen to. */
  CompletableFuture<Void> listen(PaperId paper);

  void ignore(PaperId paper);

  /** Whether messages come and go now. */
  boolean connected();

  @Override
  void close();
}
