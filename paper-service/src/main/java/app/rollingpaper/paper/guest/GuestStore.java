package app.rollingpaper.paper.guest;

import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import app.rollingpaper.paper.access.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
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
      UUID owner) {}

  Optional<Door> door(Handle handle, PaperId paper) {
    return handle
        .createQuery(
            """
            select title, recipient_name, recipient_email, occasion, theme, state, owner_id
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
                    row.getObject("owner_id", UUID.class)))
        .findOne();
  }

  Optional<Guest> find(Handle handle, PaperId paper, UUID guest) {
    return handle
        .createQuery(
            "select guest_id, name, role from guest where paper_id = :paper and guest_id = :guest")
        .bind("paper", paper.value())
        .bind("guest", guest)
        .map((row, context) -> guest(row))
        .findOne();
  }

  int count(Handle handle, PaperId paper) {
    return handle
        .createQuery("select count(*) from guest where paper_id = :paper")
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

  private static Guest guest(ResultSet row) throws SQLException {
    return new Guest(
        row.getObject("guest_id", UUID.class),
        row.getString("name"),
        Role.of(row.getString("role")));
  }
}
