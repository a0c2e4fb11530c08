package app.rollingpaper.notification.mail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The table of mails. */
final class MailStore {
  /** Adds a mail, unless one with that id is there. */
  void add(Handle handle, UUID id, String address, String name, Letter letter, Instant now) {
    handle
        .createUpdate(
            """
            insert into mail (id, address, name, subject, plain, html, next_at, created_at)
            values (:id, :address, :name, :subject, :plain, :html, :now, :now)
            on conflict (id) do nothing
            """)
        .bind("id", id)
        .bind("address", address)
        .bind("name", name)
        .bindMethods(letter)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** Takes one mail that is due; nobody else gets it before {@code until}. */
  Optional<Mail> claim(Handle handle, Instant now, Instant until) {
    return handle
        .createQuery(
            """
            update mail set attempts = attempts + 1, next_at = :until
            where id = (
              select id from mail where state = 'waiting' and next_at <= :now
              order by next_at limit 1 for update skip locked)
            returning id, address, name, subject, plain, html, attempts
            """)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .bind("until", until.atOffset(ZoneOffset.UTC))
        .map(
            (row, context) ->
                new Mail(
                    row.getObject("id", UUID.class),
                    row.getString("address"),
                    row.getString("name"),
                    new Letter(row.getString("subject"), row.getString("plain"), row.getString("html")),
                    row.getInt("attempts")))
        .findOne();
  }

  void sent(Handle handle, UUID id, Instant now) {
    handle
        .createUpdate(
            """
            update mail set state = 'sent', sent_at = :now,
              address = null, name = null, subject = null, plain = null, html = null
            where id = :id
            """)
        .bind("id", id)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  void retry(Handle handle, UUID id, Instant at) {
    handle
        .createUpdate("update mail set next_at = :at where id = :id")
        .bind("id", id)
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** Gives a mail up; nothing of it is kept but that there was one. */
  void failed(Handle handle, UUID id) {
    handle
        .createUpdate(
            """
            update mail set state = 'failed', address = null, name = null, subject = null, plain = null, html = null
            where id = :id
            """)
        .bind("id", id)
        .execute();
  }

  long waiting(Handle handle) {
    return handle.createQuery("select count(*) from mail where state = 'waiting'").mapTo(Long.class).one();
  }

  void removeDone(Handle handle, Instant before) {
    handle
        .createUpdate("delete from mail where state <> 'waiting' and created_at < :before")
        .bind("before", before.atOffset(ZoneOffset.UTC))
        .execute();
  }
}
