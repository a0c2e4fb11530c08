package app.rollingpaper.compose.suites.live;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a client says on the live lane: of each key the newest, not faster than it is let through. Not thread-safe. */
final class Voice {
  // A little more than a second, because clocks differ.
  private static final long SPACED = Duration.ofMillis(1_200).toNanos();

  private final Map<String, Object> saying = new LinkedHashMap<>();
  private final Map<String, String> untold = new LinkedHashMap<>();
  private long toldAt = System.nanoTime() - SPACED;

  /** Null ends it. */
  void say(String key, @Nullable Object state) {
    if (state != null) {
      saying.put(key, state);
    } else if (saying.remove(key) == null) {
      return;
    }
    untold.put(key, Frames.live(key, state));
  }

  /** Nobody knows any of it any more. */
  void again() {
    untold.clear();
    saying.forEach((key, state) -> untold.put(key, Frames.live(key, state)));
  }

  /** Sends frames of what is untold, the longest waiting first; how long until the next may go when there is more. */
  Optional<Duration> tell(int perSecond, long now, Consumer<String> sender) {
    if (untold.isEmpty()) {
      return Optional.empty();
    }
    long wait = toldAt + SPACED / perSecond - now;
    if (wait > 0) {
      return Optional.of(Duration.ofNanos(wait));
    }
    String key = untold.keySet().iterator().next();
    toldAt = now;
    sender.accept(String.valueOf(untold.remove(key)));
    return untold.isEmpty() ? Optional.empty() : Optional.of(Duration.ofNanos(SPACED / perSecond));
  }
}
