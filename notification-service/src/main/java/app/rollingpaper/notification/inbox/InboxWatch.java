package app.rollingpaper.notification.inbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who follow an inbox what comes into it, whichever instance wrote it: one query for all of them, about twice a
 * second and only while there are any. Thread-safe.
 */
public final class InboxWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(InboxWatch.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int MOST_MISSED = 100;

  private final InboxConfig config;
  private final Jdbi database;
  private final InstantSource clock;
  private final BooleanSupplier draining;
  private final InboxStore store = new InboxStore();
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param draining whether the instance lets everybody go, who then come back to another one
   */
  public InboxWatch(
      InboxConfig config, Jdbi database, InstantSource clock, BooleanSupplier draining) {
    this.config = config;
    this.database = database;
    this.clock = clock;
    this.draining = draining;
    this.thread = Thread.ofVirtual().name("inbox-watch").unstarted(this::run);
  }

  /** What became of the wish to follow an inbox. */
  sealed interface Following {
    record Follows(Follower follower) implements Following {}

    /** No more follow at once, in all or for one person. */
    record TooMany() implements Following {}
  }

  /** Begins to look. */
  public void start() {
    thread.start();
  }

  /** How many follow. */
  public int count() {
    return followers.size();
  }

  /**
   * Follows an inbox from now on, or from an entry on.
   *
   * @param until when to end
   * @param after the last entry that was seen
   */
  Following follow(UUID person, Instant until, Optional<Cursor> after) {
    long own = followers.stream().filter(one -> one.person().equals(person)).count();
    if (closed || followers.size() >= config.followers() || own >= config.followersPerPerson()) {
      return new Following.TooMany();
    }
    Follower follower =
        database.withHandle(
            handle -> {
              List<Entry> newest = store.list(handle, person, Optional.empty(), MOST_MISSED);
              List<Entry> missed =
                  after
                      .map(
                          seen ->
                              newest.stream()
                                  .filter(entry -> entry.id().compareTo(seen.entry()) > 0)
                                  .toList()
                                  .reversed())
                      .orElseGet(List::of);
              UUID last = newest.isEmpty() ? new UUID(0, 0) : newest.getFirst().id();
              return new Follower(
                  person, until, missed, last, newest.stream().map(Entry::id).toList());
            });
    followers.add(follower);
    return new Following.Follows(follower);
  }

  void leave(Follower follower) {
    followers.remove(follower);
  }

  private void run() {
    while (!closed) {
      try {
        Thread.sleep(PAUSE);
        look();
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException away) {
        log.warn("event=inboxes_not_seen cause={}", away.getClass().getSimpleName());
      }
    }
  }

  private void look() {
    if (draining.getAsBoolean()) {
      followers.forEach(Follower::end);
      return;
    }
    Instant now = clock.instant();
    Map<UUID, UUID> from = new HashMap<>();
    for (Follower follower : followers) {
      if (!follower.until().isAfter(now)) {
        follower.end();
      }
      from.merge(
          follower.person(),
          follower.from(),
          (one, other) -> one.compareTo(other) < 0 ? one : other);
    }
    if (from.isEmpty()) {
      return;
    }
    Map<UUID, List<Entry>> came = database.withHandle(handle -> store.after(handle, from));
    for (Follower follower : followers) {
      came.getOrDefault(follower.person(), List.of()).forEach(follower::tell);
    }
  }

  /** Lets all go, who may come back to another instance. */
  void release() {
    closed = true;
    followers.forEach(Follower::end);
  }

  @Override
  public void close() {
    release();
    thread.interrupt();
  }
}
