package app.rollingpaper.notification.inbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

final class InboxStore {
  /** Above every id, so that the first page needs no statement of its own. */
  private static final UUID NEWEST = new UUID(-1L, -1L);

  private static final int MOST_AT_ONCE = 64;

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

  /** For each person the entries after an id, in their order. */
  Map<UUID, List<Entry>> after(Handle handle, Map<UUID, UUID> from) {
    List<UUID> people = List.copyOf(from.keySet());
    Map<UUID, List<Entry>> found = new HashMap<>();
    handle
        .createQuery(
            """
            select e.person_id, e.id, e.kind, e.paper_id, e.title, e.at, e.read_at
            from unnest(:people, :from) as asked (person_id, id)
            cross join lateral (
              select * from inbox_entry i where i.person_id = asked.person_id and i.id > asked.id
              order by i.id desc limit :limit) e
            order by e.id
            """)
        .bindArray("people", UUID.class, people.toArray())
        .bindArray("from", UUID.class, people.stream().map(from::get).toArray())
        .bind("limit", MOST_AT_ONCE)
        .map(
            (row, context) ->
                Map.entry(
                    row.getObject("person_id", UUID.class),
                    ConstructorMapper.of(Entry.class).map(row, context)))
        .forEach(
            entry ->
                found
                    .computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                    .add(entry.getValue()));
    return found;
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
