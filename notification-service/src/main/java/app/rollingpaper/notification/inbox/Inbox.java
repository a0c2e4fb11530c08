package app.rollingpaper.notification.inbox;

import app.rollingpaper.common.time.Ids;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What people are told in the application, bounded in number and age. Thread-safe. */
public final class Inbox {
  private final InboxConfig config;
  private final Jdbi database;
  private final InstantSource clock;
  private final Ids ids;
  private final InboxStore store = new InboxStore();

  public Inbox(InboxConfig config, Jdbi database, InstantSource clock, Ids ids) {
    this.config = config;
    this.database = database;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * One page of an inbox, newest first.
   *
   * @param unread in the whole inbox
   * @param next where the next page begins, while there is one
   */
  record Page(List<Entry> items, long unread, Optional<Cursor> next) {}

  /** What became of the wish to mark an entry as read. */
  sealed interface Reading {
    /** It is marked, now or since earlier. */
    record Marked() implements Reading {}

    /** The person has no such entry. */
    record NoSuchEntry() implements Reading {}
  }

  /** Tells a person something about a paper. */
  public void tell(
      Handle transaction, UUID person, EntryKind kind, UUID paper, String title, Instant at) {
    store.insert(transaction, person, new Entry(ids.next(), kind, paper, title, at, null));
    store.keepNewest(transaction, person, config.mostEntries());
  }

  Page page(UUID person, Optional<Cursor> after, int limit) {
    return database.withHandle(
        handle -> {
          List<Entry> found = store.list(handle, person, after.map(Cursor::entry), limit + 1);
          boolean more = found.size() > limit;
          List<Entry> items = more ? found.subList(0, limit) : found;
          Optional<Cursor> next =
              more ? Optional.of(new Cursor(items.getLast().id())) : Optional.empty();
          return new Page(items, store.unread(handle, person), next);
        });
  }

  Reading read(UUID person, UUID entry) {
    return database.withHandle(handle -> store.markRead(handle, person, entry, clock.instant()))
        ? new Reading.Marked()
        : new Reading.NoSuchEntry();
  }

  /** Removes what has become too old. */
  public void removeOld() {
    database.useHandle(
        handle -> store.removeBefore(handle, clock.instant().minus(config.retention())));
  }
}
