package app.rollingpaper.paper.delivery;

import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The table of thanks, and whom they are for. */
final class ThanksStore {
  Optional<Thanks.Word> find(Handle handle, PaperId paper) {
    return handle
        .createQuery(
            "select name, text, created_at, updated_at from thanks where paper_id = :paper")
        .bind("paper", paper.value())
        .map(
            (row, context) ->
                new Thanks.Word(
                    row.getString("name"),
                    row.getString("text"),
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    row.getObject("updated_at", OffsetDateTime.class).toInstant()))
        .findOne();
  }

  /** Saves what is said; true the first time. */
  boolean save(Handle handle, Member recipient, String text, Instant now) {
    return handle
        .createQuery(
            """
            insert into thanks (paper_id, guest_id, name, text, created_at, updated_at)
            values (:paper, :guest, :name, :text, :now, :now)
            on conflict (paper_id) do update set
              guest_id = excluded.guest_id, name = excluded.name, text = excluded.text, updated_at = excluded.updated_at
            returning xmax = 0
            """)
        .bind("paper", recipient.paper().value())
        .bind("guest", recipient.author())
        .bind("name", recipient.name())
        .bind("text", text)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .mapTo(Boolean.class)
        .one();
  }

  Thanks.Thanked thanked(Handle handle, PaperId paper) {
    List<UUID> writers =
        handle
            .createQuery(
                """
                select distinct g.user_id
                from guest g join note n on n.paper_id = g.paper_id and n.author_id = g.guest_id
                where g.paper_id = :paper and n.paper_id = :paper and g.user_id is not null
                  and g.removed_at is null and not n.deleted and not n.hidden
                order by g.user_id
                """)
            .bind("paper", paper.value())
            .mapTo(UUID.class)
            .list();
    return handle
        .createQuery("select owner_id, title, recipient_name from paper where paper_id = :paper")
        .bind("paper", paper.value())
        .map(
            (row, context) ->
                new Thanks.Thanked(
                    paper.value(),
                    row.getObject("owner_id", UUID.class),
                    row.getString("title"),
                    row.getString("recipient_name"),
                    writers))
        .one();
  }
}
