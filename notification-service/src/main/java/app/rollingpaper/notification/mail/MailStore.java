package app.rollingpaper.notification.mail;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

final class MailStore {
  /** What is not sent: how many wait, how long the oldest has been waiting in seconds, how many were given up. */
  record Backlog(long waiting, double oldest, long failed) {}

  void insert(Handle transaction, Mail mail) {
    transaction
        .createUpdate(
            """
            insert into mail (id, state, address, name, language, subject, plain, html, created_at)
            values (:id, 'WAITING', :address, :name, :language, :subject, :plain, :html, :createdAt)
            on conflict (id) do nothing
            """)
        .bind("id", mail.id())
        .bind("address", mail.address())
        .bind("name", mail.name())
        .bind("language", mail.language())
        .bind("subject", mail.subject())
        .bind("plain", mail.plain())
        .bind("html", mail.html())
        .bind("createdAt", mail.createdAt())
        .execute();
  }

  /** Takes mail that is due, and keeps other senders from it for a while. */
  List<Mail> claim(Handle handle, int limit, Duration lease) {
    return handle
        .createQuery(
            """
            update mail
            set attempts = attempts + 1, due_at = now() + make_interval(secs => :lease)
            where id in (
              select id from mail
              where state = 'WAITING' and due_at <= now()
              order by due_at
              limit :limit
              for update skip locked)
            returning id, address, name, language, subject, plain, html, created_at, attempts
            """)
        .bind("limit", limit)
        .bind("lease", seconds(lease))
        .map(
            (row, context) ->
                new Mail(
                    row.getObject("id", UUID.class),
                    row.getString("address"),
                    row.getString("name"),
                    row.getString("language"),
                    row.getString("subject"),
                    row.getString("plain"),
                    row.getString("html"),
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    row.getInt("attempts")))
        .list();
  }

  /** Whichever attempt it was: sent is sent. */
  void sent(Handle handle, UUID id) {
    handle
        .createUpdate(
            """
            update mail
            set state = 'SENT', ended_at = now(), failure = null,
                address = null, name = null, language = null, subject = null, plain = null, html = null
            where id = :id and state <> 'SENT'
            """)
        .bind("id", id)
        .execute();
  }

  void postpone(Handle handle, Mail mail, Duration wait, String reason) {
    handle
        .createUpdate(
            """
            update mail
            set due_at = now() + make_interval(secs => :wait), failure = :reason
            where id = :id and state = 'WAITING' and attempts = :attempts
            """)
        .bind("id", mail.id())
        .bind("attempts", mail.attempts())
        .bind("wait", seconds(wait))
        .bind("reason", reason)
        .execute();
  }

  void fail(Handle handle, Mail mail, String reason) {
    handle
        .createUpdate(
            """
            update mail
            set state = 'FAILED', ended_at = now(), failure = :reason
            where id = :id and state = 'WAITING' and attempts = :attempts
            """)
        .bind("id", mail.id())
        .bind("attempts", mail.attempts())
        .bind("reason", reason)
        .execute();
  }

  Backlog backlog(Handle handle) {
    return handle
        .createQuery(
            """
            select count(*) filter (where state = 'WAITING') as waiting,
                   coalesce(extract(epoch from now() - min(created_at) filter (where state = 'WAITING')), 0) as oldest,
                   count(*) filter (where state = 'FAILED') as failed
            from mail
            where state in ('WAITING', 'FAILED')
            """)
        .map(
            (row, context) ->
                new Backlog(row.getLong("waiting"), row.getDouble("oldest"), row.getLong("failed")))
        .one();
  }

  List<FailedMail> failed(Handle handle, int limit) {
    return handle
        .createQuery(
            """
            select id, created_at, attempts, failure as reason
            from mail
            where state = 'FAILED'
            order by ended_at
            limit :limit
            """)
        .bind("limit", limit)
        .map(ConstructorMapper.of(FailedMail.class))
        .list();
  }

  int retryFailed(Handle handle) {
    return handle
        .createUpdate(
            """
            update mail
            set state = 'WAITING', ended_at = null, attempts = 0, due_at = now()
            where state = 'FAILED'
            """)
        .execute();
  }

  void removeEndedBefore(Handle handle, Instant time) {
    handle
        .createUpdate(
            """
            delete from mail where ended_at < :time
            """)
        .bind("time", time)
        .execute();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
