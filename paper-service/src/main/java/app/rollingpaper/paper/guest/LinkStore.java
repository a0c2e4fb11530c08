package app.rollingpaper.paper.guest;

import app.rollingpaper.paper.access.PaperId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of links. */
final class LinkStore {
  private static final String COLUMNS =
      "link_id, kind, secret_hash, max_uses, uses, expires_at, closed_at, created_at";

  /** Adds a link, unless one with that id is there. */
  void add(Handle handle, PaperId paper, Link link) {
    handle
        .createUpdate(
            """
            insert into link (paper_id, link_id, kind, secret_hash, max_uses, expires_at, created_at)
            values (:paper, :link, :kind, :hash, :max_uses, :expires_at, :created_at)
            on conflict (paper_id, link_id) do nothing
            """)
        .bind("paper", paper.value())
        .bind("link", link.id())
        .bind("kind", link.kind().word())
        .bind("hash", link.secretHash())
        .bind("max_uses", link.maxUses())
        .bind("expires_at", at(link.expiresAt()))
        .bind("created_at", at(link.createdAt()))
        .execute();
  }

  Optional<Link> find(Handle handle, PaperId paper, UUID link) {
    return handle
        .createQuery("select " + COLUMNS + " from link where paper_id = :paper and link_id = :link")
        .bind("paper", paper.value())
        .bind("link", link)
        .map((row, context) -> link(row))
        .findOne();
  }

  Optional<Link> find(Handle handle, PaperId paper, byte[] secretHash) {
    return handle
        .createQuery(
            "select " + COLUMNS + " from link where paper_id = :paper and secret_hash = :hash")
        .bind("paper", paper.value())
        .bind("hash", secretHash)
        .map((row, context) -> link(row))
        .findOne();
  }

  /** Finds a link and keeps others from using it until the transaction ends. */
  Optional<Link> lock(Handle handle, PaperId paper, byte[] secretHash) {
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + " from link where paper_id = :paper and secret_hash = :hash for update")
        .bind("paper", paper.value())
        .bind("hash", secretHash)
        .map((row, context) -> link(row))
        .findOne();
  }

  List<Link> all(Handle handle, PaperId paper) {
    return handle
        .createQuery(
            "select " + COLUMNS + " from link where paper_id = :paper order by created_at, link_id")
        .bind("paper", paper.value())
        .map((row, context) -> link(row))
        .list();
  }

  int count(Handle handle, PaperId paper) {
    return handle
        .createQuery("select count(*) from link where paper_id = :paper")
        .bind("paper", paper.value())
        .mapTo(Integer.class)
        .one();
  }

  /** Uses a link once more, if it can be used. */
  boolean use(Handle handle, PaperId paper, UUID link, Instant now) {
    return handle
            .createUpdate(
                """
                update link set uses = uses + 1
                where paper_id = :paper and link_id = :link and closed_at is null
                  and (expires_at is null or expires_at > :now) and (max_uses is null or uses < max_uses)
                """)
            .bind("paper", paper.value())
            .bind("link", link)
            .bind("now", at(now))
            .execute()
        == 1;
  }

  boolean close(Handle handle, PaperId paper, UUID link, Instant now) {
    return handle
            .createUpdate(
                """
                update link set closed_at = coalesce(closed_at, :now)
                where paper_id = :paper and link_id = :link
                """)
            .bind("paper", paper.value())
            .bind("link", link)
            .bind("now", at(now))
            .execute()
        == 1;
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static Link link(ResultSet row) throws SQLException {
    return new Link(
        row.getObject("link_id", UUID.class),
        LinkKind.of(row.getString("kind")),
        row.getBytes("secret_hash"),
        row.getObject("max_uses", Integer.class),
        row.getInt("uses"),
        instant(row, "expires_at"),
        instant(row, "closed_at"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
