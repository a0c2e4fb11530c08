package app.rollingpaper.paper.guest;

import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import app.rollingpaper.paper.access.Role;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of guests, and what they need to know of their paper. */
final class GuestStore {
  /** What somebody with a link may know of a paper before coming in, and who may not come in to write. */
  record Door(
      String title,
      String recipientName,
      @Nullable String recipientEmail,
      String occasion,
      String theme,
      PaperState state,
      UUID owner,
      boolean anonymous) {}

  Optional<Door> door(Handle handle, PaperId paper) {
    return handle
        .createQuery(
            """
            select title, recipient_name, recipient_email, occasion, theme, state, owner_id, anonymous
            from paper where paper_id = :paper
            """)
        .bind("paper", paper.value())
        .map(
            (row, context) ->
                new Door(
                    row.getString("title"),
                    row.getString("recipient_name"),
                    row.getString("recipient_email"),
                    row.getString("occasion"),
                    row.getString("theme"),
                    PaperState.of(row.getString("state")),
                    row.getObject("owner_id", UUID.class),
                    row.getBoolean("anonymous")))
        .findOne();
  }

  /** A guest who is known already. */
  record Known(Guest guest, byte[] tokenHash, boolean removed) {}

  Optional<Known> find(Handle handle, PaperId paper, UUID guest) {
    return handle
        .createQuery(
            "select guest_id, name, role, token_hash, removed_at is not null as removed from guest where paper_id = :paper and guest_id = :guest")
        .bind("paper", paper.value())
        .bind("guest", guest)
        .map(
            (row, context) ->
                new Known(
                    new Guest(
                        row.getObject("guest_id", UUID.class),
                        row.getString("name"),
                        Role.of(row.getString("role"))),
                    row.getBytes("token_hash"),
                    row.getBoolean("removed")))
        .findOne();
  }

  int count(Handle handle, PaperId paper) {
    return handle
        .createQuery("select count(*) from guest where paper_id = :paper and removed_at is null")
        .bind("paper", paper.value())
        .mapTo(Integer.class)
        .one();
  }

  /** Adds a guest, unless one with that id is there. */
  void add(
      Handle handle,
      PaperId paper,
      Guest guest,
      UUID link,
      @Nullable UUID user,
      byte[] tokenHash,
      Instant now) {
    handle
        .createUpdate(
            """
            insert into guest (paper_id, guest_id, link_id, user_id, name, role, token_hash, created_at)
            values (:paper, :guest, :link, :user, :name, :role, :hash, :now)
            on conflict (paper_id, guest_id) do nothing
            """)
        .bind("paper", paper.value())
        .bind("guest", guest.id())
        .bind("link", link)
        .bind("user", user)
        .bind("name", guest.name())
        .bind("role", guest.role().word())
        .bind("hash", tokenHash)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** Gives a known guest another token. */
  void renew(Handle handle, PaperId paper, UUID guest, byte[] tokenHash) {
    handle
        .createUpdate(
            "update guest set token_hash = :hash where paper_id = :paper and guest_id = :guest")
        .bind("paper", paper.value())
        .bind("guest", guest)
        .bind("hash", tokenHash)
        .execute();
  }

  /** All guests in the order they came, with what they have written. */
  List<Guests.Visitor> all(Handle handle, PaperId paper) {
    return handle
        .createQuery(
            """
            select g.guest_id, g.name, g.role, g.link_id, g.created_at, g.removed_at is not null as removed,
                   coalesce(n.notes, 0) as notes
            from guest g
            left join (select author_id, count(*) as notes from note where paper_id = :paper and not deleted
                       group by author_id) n on n.author_id = g.guest_id
            where g.paper_id = :paper
            order by g.created_at, g.guest_id
            """)
        .bind("paper", paper.value())
        .map(
            (row, context) ->
                new Guests.Visitor(
                    row.getObject("guest_id", UUID.class),
                    row.getString("name"),
                    Role.of(row.getString("role")),
                    row.getObject("link_id", UUID.class),
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    row.getInt("notes"),
                    row.getBoolean("removed")))
        .list();
  }

  /** Takes a guest off the paper; true when there is such a guest, also one who was removed before. */
  boolean remove(Handle handle, PaperId paper, UUID guest, Instant now) {
    return handle
            .createUpdate(
                """
                update guest set removed_at = coalesce(removed_at, :now)
                where paper_id = :paper and guest_id = :guest
                """)
            .bind("paper", paper.value())
            .bind("guest", guest)
            .bind("now", now.atOffset(ZoneOffset.UTC))
            .execute()
        == 1;
  }
}
