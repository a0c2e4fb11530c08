package app.rollingpaper.paper.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The live lane of a paper on this instance: the newest of what each session shows under each key. It lives in memory only,
 * and never waits. Readers have a position in it, as in the ledger; what is newer than that and has been passed over by
 * something newer still, they never see. Thread-safe.
 */
final class LiveLane {
  private static final int KEYS_PER_SESSION = 32;
  private static final byte[] ENDED = {'n', 'u', 'l', 'l'};

  private final Frames frames;
  // In the order of their versions.
  private final LinkedHashMap<Key, Value> values = new LinkedHashMap<>();
  private final Map<String, Integer> keys = new HashMap<>();
  private final Map<String, Long> newest = new HashMap<>();
  private final Map<Long, LiveFrame> shared = new HashMap<>();
  private long version;
  private long shown;
  private boolean over;

  LiveLane(Frames frames) {
    this.frames = frames;
  }

  record Key(String session, String key) {}

  /**
   * @param version position in this lane
   * @param stamp grows with each value of a session
   * @param here whether the session is on this instance
   */
  private record Value(
      long version, long stamp, boolean here, byte[] state, byte[] entry, long at) {
    boolean ended() {
      return state == ENDED;
    }
  }

  /** What is newer than a position, as it is sent; without bytes when it is nothing for that reader. */
  record LiveFrame(long to, byte @Nullable [] bytes) {}

  /** A value, as other instances are told of it. */
  record Told(String session, String key, long stamp, byte[] state) {}

  /**
   * Takes what a session shows; null ends it.
   *
   * @return whether it is news
   */
  synchronized boolean show(
      String session, String key, long stamp, boolean here, byte @Nullable [] state, long now) {
    if (over) {
      return false;
    }
    Key place = new Key(session, key);
    Value known = values.get(place);
    if (known != null && known.stamp >= stamp) {
      return false;
    }
    boolean ends = state == null;
    if (known == null) {
      if (ends || keys.getOrDefault(session, 0) >= KEYS_PER_SESSION) {
        return false;
      }
      keys.merge(session, 1, Integer::sum);
    }
    put(place, stamp, here, state == null ? ENDED : state, now);
    return true;
  }

  private void put(Key place, long stamp, boolean here, byte[] state, long now) {
    version++;
    values.remove(place);
    values.put(
        place,
        new Value(
            version, stamp, here, state, frames.liveEntry(place.session, place.key, state), now));
    newest.put(place.session, version);
  }

  /** A session is gone, and with it all it showed. */
  synchronized boolean end(String session, long now) {
    List<Key> open =
        values.entrySet().stream()
            .filter(entry -> entry.getKey().session.equals(session) && !entry.getValue().ended())
            .map(Map.Entry::getKey)
            .toList();
    for (Key place : open) {
      Value known = values.get(place);
      if (known != null) {
        put(place, known.stamp + 1, false, ENDED, now);
      }
    }
    return !open.isEmpty();
  }

  /** What has ended is forgotten when every reader has been told. */
  synchronized void forgetEnded(long since) {
    Set<String> sessions = new HashSet<>();
    values
        .entrySet()
        .removeIf(
            entry -> {
              boolean old = entry.getValue().ended() && entry.getValue().at() - since < 0;
              if (old) {
                String session = entry.getKey().session;
                keys.computeIfPresent(session, (_, count) -> count == 1 ? null : count - 1);
                sessions.add(session);
              }
              return old;
            });
    sessions.removeIf(keys::containsKey);
    sessions.forEach(newest::remove);
  }

  /** The paper is closed for writing: everything here is over, and nothing new begins. */
  synchronized void discard() {
    over = true;
    values.clear();
    keys.clear();
    newest.clear();
    shared.clear();
    shown = ++version;
  }

  synchronized int size() {
    return values.size();
  }

  /** Lets readers see what has come up to now; false when that is nothing new. */
  synchronized boolean round() {
    boolean news = shown < version;
    shown = version;
    shared.clear();
    return news;
  }

  /** What has been shown since a position to a reader, who is spared what comes from itself. */
  synchronized LiveFrame after(long position, String reader) {
    if (position >= shown) {
      return new LiveFrame(position, null);
    }
    if (newest.getOrDefault(reader, 0L) > position) {
      return frame(position, reader);
    }
    LiveFrame frame = shared.get(position);
    if (frame == null) {
      frame = frame(position, "");
      shared.put(position, frame);
    }
    return frame;
  }

  private LiveFrame frame(long position, String except) {
    List<byte[]> entries = new ArrayList<>();
    int size = 0;
    for (Map.Entry<Key, Value> entry : values.entrySet()) {
      Value value = entry.getValue();
      if (value.version <= position
          || value.version > shown
          || entry.getKey().session.equals(except)) {
        continue;
      }
      // Whoever has just come need not be told of what is over.
      if (position == 0 && value.ended()) {
        continue;
      }
      if (size + value.entry.length > Frames.LARGEST - 64 && !entries.isEmpty()) {
        return new LiveFrame(value.version - 1, frames.live(entries));
      }
      entries.add(value.entry);
      size += value.entry.length + 1;
    }
    return new LiveFrame(shown, entries.isEmpty() ? null : frames.live(entries));
  }

  /** What the sessions of this instance have shown since a position. */
  synchronized List<Told> toldSince(long position) {
    List<Told> told = new ArrayList<>();
    values.forEach(
        (place, value) -> {
          if (value.here && value.version > position) {
            told.add(new Told(place.session, place.key, value.stamp, value.state));
          }
        });
    return told;
  }

  synchronized long version() {
    return version;
  }
}
