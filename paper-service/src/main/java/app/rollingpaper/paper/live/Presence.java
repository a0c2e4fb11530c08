package app.rollingpaper.paper.live;

import app.rollingpaper.paper.access.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is on a paper: the sessions of this instance, and those that other instances have told of lately. Thread-safe.
 */
final class Presence {
  /** Sessions that readers are told of in detail. */
  static final int SHOWN = 50;

  private static final int MOST_NEWS = 16;

  private final Map<String, Person> here = new LinkedHashMap<>();
  private final Map<String, Elsewhere> elsewhere = new TreeMap<>();
  // What brings readers from earlier views to one: most of them are at the same.
  private final Map<View, byte[]> news = new IdentityHashMap<>();
  private View newest = View.NOBODY;
  private volatile View view = View.NOBODY;

  /** One session of somebody. */
  record Person(String session, UUID author, String name, Role role) {}

  /** What readers are told. Immutable. */
  record View(Map<String, Person> shown, int count) {
    static final View NOBODY = new View(Map.of(), 0);

    /** Those who are in this view and not in an earlier one. */
    Set<Person> since(View earlier) {
      Set<Person> on = new LinkedHashSet<>();
      shown.forEach(
          (session, person) -> {
            if (!person.equals(earlier.shown.get(session))) {
              on.add(person);
            }
          });
      return on;
    }

    /** Those who were in an earlier view and are not in this one. */
    Set<String> goneSince(View earlier) {
      Set<String> off = new LinkedHashSet<>(earlier.shown.keySet());
      off.removeAll(shown.keySet());
      return off;
    }
  }

  private record Elsewhere(long stamp, long heardAt, Map<String, Person> people) {}

  synchronized void join(Person person) {
    here.put(person.session(), person);
    look();
  }

  synchronized void leave(String session) {
    if (here.remove(session) != null) {
      look();
    }
  }

  /** All sessions of this instance. */
  synchronized List<Person> here() {
    return List.copyOf(here.values());
  }

  /**
   * Everybody on another instance, as it told of them.
   *
   * @param stamp grows with each telling of an instance; what is older than what is known is passed over
   * @return the sessions that are gone since
   */
  synchronized Set<String> tell(String instance, long stamp, List<Person> people, long now) {
    Elsewhere known = elsewhere.get(instance);
    if (known != null && known.stamp >= stamp) {
      return Set.of();
    }
    Map<String, Person> told = new LinkedHashMap<>();
    people.forEach(person -> told.put(person.session(), person));
    elsewhere.put(instance, new Elsewhere(stamp, now, told));
    Set<String> gone = known == null ? new HashSet<>() : new HashSet<>(known.people.keySet());
    gone.removeAll(told.keySet());
    look();
    return gone;
  }

  /** Whether a session of another instance is known. */
  synchronized boolean knows(String instance, String session) {
    Elsewhere known = elsewhere.get(instance);
    return known != null && known.people.containsKey(session);
  }

  /** Forgets the instances that have not been heard of since; answers their sessions. */
  synchronized Set<String> forgetSilent(long since) {
    Set<String> gone = new HashSet<>();
    new HashMap<>(elsewhere)
        .forEach(
            (instance, known) -> {
              // An instance without anybody is kept as long, because its stamp is still needed.
              if (known.heardAt - since < 0) {
                gone.addAll(known.people.keySet());
                elsewhere.remove(instance);
              }
            });
    if (!gone.isEmpty()) {
      look();
    }
    return gone;
  }

  View view() {
    return view;
  }

  /** The frame that tells of a view to a reader who knows an earlier one, or null when they are the same. */
  byte @Nullable [] news(View before, View after, Frames frames) {
    if (after.equals(before)) {
      return null;
    }
    synchronized (news) {
      if (newest != after || news.size() == MOST_NEWS) {
        newest = after;
        news.clear();
      }
      return news.computeIfAbsent(
          before,
          _ -> frames.presence(after.since(before), after.goneSince(before), after.count()));
    }
  }

  private void look() {
    Map<String, Person> shown = new LinkedHashMap<>();
    int count = here.size();
    List<Map<String, Person>> all = new ArrayList<>(List.of(here));
    for (Elsewhere known : elsewhere.values()) {
      count += known.people.size();
      all.add(known.people);
    }
    for (Map<String, Person> people : all) {
      for (Person person : people.values()) {
        if (shown.size() == SHOWN) {
          break;
        }
        shown.put(person.session(), person);
      }
    }
    view = new View(shown, count);
  }
}
