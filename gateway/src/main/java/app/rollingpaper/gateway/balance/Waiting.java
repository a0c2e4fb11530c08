package app.rollingpaper.gateway.balance;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The requests that wait for an instance's answer and can be told not to. Thread-safe. */
public final class Waiting {
  /** So many may go elsewhere at once, however few are left: others hardly notice them. */
  private static final int FEW = 32;

  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

  /** Has this run when the instance no longer answers its checks; at most once, and not after {@link #leave}. */
  public void join(Runnable giveUp) {
    waiting.add(giveUp);
  }

  public void leave(Runnable giveUp) {
    waiting.remove(giveUp);
  }

  /**
   * Sends half of them away. Called again as long as the instance does not answer: all at once would be too much for those who
   * are left, where it is silent only because there is too much to do.
   */
  void releaseHalf() {
    int most = Math.max(FEW, waiting.size() / 2);
    int released = 0;
    for (Runnable giveUp : waiting) {
      if (released == most) {
        return;
      }
      if (waiting.remove(giveUp)) {
        giveUp.run();
        released++;
      }
    }
  }
}
