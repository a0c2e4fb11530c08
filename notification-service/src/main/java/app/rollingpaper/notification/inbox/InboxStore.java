package app.rollingpaper.notification.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

final class InboxStore {
  /** Above every id, so that the first page needs no statement of its own. */
  private static final UUID NEWEST = new UUID(-1L, -1L);

  void insert(Handle transaction, UUID person, Entry entry) {
    transaction
        .createUpdate(
            """
            insert into inbox_entry (person_id, id, kind, paper_id, title, at)
            values (:person, :id, :kind, :paperId, :title, :at)
            """)
        .bind("person", person)
        .bindMethods(entry)
        .execute();
  }

  void keepNewest(Handle transaction, UUID person, int count) {
    transaction
        .createUpdate(
            """
            delete from inbox_entry
            where person_id = :person
              and id <= (select id from inbox_entry where person_id = :person order by id desc offset :count limit 1)
            """)
        .bind("person", person)
        .bind("count", count)
        .execute();
  }

  List<Entry> list(Handle handle, UUID person, Optional<UUID> after, int limit) {
    return handle
        .createQuery(
            """
            select id, kind, paper_id, title, at, read_at
            from inbox_entry
            where person_id = :person and id < :after
            order by id desc
            limit :limit
            """)
        .bind("person", person)
        .bind("after", after.orElse(NEWEST))
        .bind("limit", limit)
        .map(ConstructorMapper.of(Entry.class))
        .list();
  }

  long unread(Handle handle, UUID person) {
    return handle
        .createQuery(
            """
            select count(*) from inbox_entry where person_id = :person and read_at is null
            """)
        .bind("person", person)
        .mapTo(Long.class)
        .one();
  }

  boolean markRead(Handle handle, UUID person, UUID entry, Instant at) {
    return handle
            .createUpdate(
                """
                update inbox_entry
                set read_at = coalesce(read_at, :at)
                where person_id = :person and id = :entry
                """)
            .bind("person", person)
            .bind("entry", entry)
            .bind("at", at)
            .execute()
        == 1;
  }

  void removeBefore(Handle handle, Instant time) {
    handle
        .createUpdate(
            """
            delete from inbox_entry where at < :time
            """)
        .bind("time", time)
        .execute();
  }
}
