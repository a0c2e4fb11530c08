package app.rollingpaper.compose.suites.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has planned for later, one thing under each name; it is done holding the owner's monitor, which has to be
 * held for everything else too.
 */
final class Timers<N extends Enum<N>> {
  private final LiveNetwork network;
  private final Object owner;
  private final Map<N, Plan> plans = new HashMap<>();

  Timers(LiveNetwork network, Object owner) {
    this.network = network;
    this.owner = owner;
  }

  /** Plans something instead of what was planned under that name. */
  void set(N name, Duration pause, Runnable deed) {
    cancel(name);
    Plan plan = new Plan(name, deed);
    plans.put(name, plan);
    plan.future = network.after(pause, plan);
  }

  boolean isSet(N name) {
    return plans.containsKey(name);
  }

  void cancel(N name) {
    Plan plan = plans.remove(name);
    if (plan != null && plan.future != null) {
      plan.future.cancel(false);
    }
  }

  void cancelAll() {
    plans.keySet().stream().toList().forEach(this::cancel);
  }

  private final class Plan implements Runnable {
    private final N name;
    private final Runnable deed;
    private @Nullable Future<?> future;

    Plan(N name, Runnable deed) {
      this.name = name;
      this.deed = deed;
    }

    @Override
    public void run() {
      synchronized (owner) {
        // It may have been called off or put off while this waited.
        if (plans.remove(name, this)) {
          deed.run();
        }
      }
    }
  }
}
