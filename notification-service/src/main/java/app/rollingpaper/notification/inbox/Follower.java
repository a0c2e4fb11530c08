package app.rollingpaper.notification.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who follows an inbox: what has come and is not sent yet, bounded. Told by one thread, asked by another.
 *
 * <p>Entries may be committed a little after others whose ids are higher, so that those of the last seconds are looked at
 * again and known ones passed over.
 */
final class Follower {
  private static final int MOST_WAITING = 64;
  private static final long LATE = Duration.ofSeconds(10).toMillis();
  private static final long LOWEST = 0x8000_0000_0000_0000L;

  private final UUID person;
  private final Instant until;
  private final BlockingQueue<Optional<Entry>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final List<Entry> missed;
  // Belong to the thread that tells.
  private final Set<UUID> known = new HashSet<>();
  private UUID from;
  private volatile boolean ended;

  /**
   * @param until when the sign-in ends
   * @param missed what is sent first
   * @param newest the highest id that is known, those of {@code missed} included
   * @param recent ids that are known
   */
  Follower(UUID person, Instant until, List<Entry> missed, UUID newest, List<UUID> recent) {
    this.person = person;
    this.until = until;
    this.missed = missed;
    this.from = before(newest);
    this.known.addAll(recent);
  }

  UUID person() {
    return person;
  }

  Instant until() {
    return until;
  }

  List<Entry> missed() {
    return missed;
  }

  /** The lowest id that may still come late, after an id that has come. */
  static UUID before(UUID id) {
    return new UUID(Math.max(0, (id.getMostSignificantBits() >>> 16) - LATE) << 16, LOWEST);
  }

  /** What this one wants to be told begins after this id. */
  UUID from() {
    return from;
  }

  /** Tells of an entry, unless it is known. Whoever reads too slowly is let go, and may go on from where it was. */
  void tell(Entry entry) {
    if (!known.add(entry.id())) {
      return;
    }
    if (!waiting.offer(Optional.of(entry))) {
      end();
    }
    UUID later = before(entry.id());
    if (later.compareTo(from) > 0) {
      from = later;
      known.removeIf(id -> id.compareTo(later) < 0);
    }
  }

  /** Lets go. */
  void end() {
    ended = true;
    // Wakes whoever waits; whoever does not wait sees it by itself.
    waiting.offer(Optional.empty());
  }

  boolean hasEnded() {
    return ended;
  }

  /** The next entry; empty when none comes in time, or this is over. */
  Optional<Entry> next(Duration patience) throws InterruptedException {
    Optional<Entry> next = waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    return next == null ? Optional.empty() : next;
  }
}
