package app.rollingpaper.gateway.balance;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The requests that wait for an instance's answer and can be told not to. Thread-safe. */
public final class Waiting {
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

  /** Has this run when the instance no longer answers its checks; at most once, and not after {@link #leave}. */
  public void join(Runnable giveUp) {
    waiting.add(giveUp);
  }

  public void leave(Runnable giveUp) {
    waiting.remove(giveUp);
  }

  void release() {
    for (Runnable giveUp : waiting) {
      if (waiting.remove(giveUp)) {
        giveUp.run();
      }
    }
  }
}
