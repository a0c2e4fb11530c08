package app.rollingpaper.paper.board;

import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The table of papers, as far as it holds their settings. */
final class PaperStore {
  /** Adds a paper, unless one with that id is there; true when this call added it. */
  boolean add(Handle handle, Paper paper, byte @Nullable [] requestHash) {
    return settings(
                handle.createUpdate(
                    """
                    insert into paper (paper_id, owner_id, owner_name, title, recipient_name, recipient_email,
                                       recipient_locale, occasion, theme, zone, anonymous, closes_at, deliver_at,
                                       closes_local, deliver_local, request_hash,
                                       created_at)
                    values (:paper, :owner, :owner_name, :title, :recipient_name, :recipient_email,
                            :recipient_locale, :occasion, :theme, :zone, :anonymous, :closes_at, :deliver_at,
                            :closes_local, :deliver_local, :request_hash,
                            :created_at)
                    on conflict (paper_id) do nothing
                    """),
                paper)
            .bind("owner", paper.owner())
            .bind("owner_name", paper.ownerName())
            .bind("request_hash", requestHash)
            .bind("created_at", at(paper.createdAt()))
            .execute()
        == 1;
  }

  /** Saves the settings of a paper; its state and what is written on it belong to the ledger. */
  void save(Handle handle, Paper paper) {
    settings(
            handle.createUpdate(
                """
                update paper set
                  title = :title, recipient_name = :recipient_name, recipient_email = :recipient_email,
                  recipient_locale = :recipient_locale, occasion = :occasion, theme = :theme, zone = :zone,
                  anonymous = :anonymous,
                  closes_at = :closes_at, deliver_at = :deliver_at,
                  closes_local = :closes_local, deliver_local = :deliver_local, version = version + 1
                where paper_id = :paper
                """),
            paper)
        .execute();
  }

  private static <S extends SqlStatement<S>> S settings(S statement, Paper paper) {
    return statement
        .bind("paper", paper.id().value())
        .bind("title", paper.title())
        .bind("recipient_name", paper.recipient().name())
        .bind("recipient_email", paper.recipient().email())
        .bind("recipient_locale", paper.recipient().locale())
        .bind("occasion", word(paper.occasion()))
        .bind("theme", word(paper.theme()))
        .bind("zone", paper.zone().getId())
        .bind("anonymous", paper.anonymous())
        .bind("closes_at", at(paper.closesAt()))
        .bind("deliver_at", at(paper.deliverAt()))
        .bind("closes_local", local(paper.closesAt(), paper.zone()))
        .bind("deliver_local", local(paper.deliverAt(), paper.zone()));
  }

  Optional<Paper> find(Handle handle, PaperId id) {
    return handle
        .createQuery("select * from paper where paper_id = :paper")
        .bind("paper", id.value())
        .map((row, context) -> paper(row))
        .findOne();
  }

  /** Finds a paper and keeps others from changing it until the transaction ends. */
  Optional<Paper> lock(Handle handle, PaperId id) {
    return handle
        .createQuery("select * from paper where paper_id = :paper for update")
        .bind("paper", id.value())
        .map((row, context) -> paper(row))
        .findOne();
  }

  Optional<byte[]> requestHash(Handle handle, PaperId id) {
    return handle
        .createQuery(
            "select request_hash from paper where paper_id = :paper and request_hash is not null")
        .bind("paper", id.value())
        .mapTo(byte[].class)
        .findOne();
  }

  /** Papers that something is planned for, with what the clock on the wall shows then. */
  List<Planned> planned(Handle handle) {
    return handle
        .createQuery(
            """
            select paper_id, zone, closes_at, deliver_at, closes_local, deliver_local from paper
            where state in ('open', 'sealed') and (closes_at is not null or deliver_at is not null)
            """)
        .map(
            (row, context) ->
                new Planned(
                    new PaperId(row.getObject("paper_id", UUID.class)),
                    ZoneId.of(row.getString("zone")),
                    time(row, "closes_at", "closes_local"),
                    time(row, "deliver_at", "deliver_local")))
        .list();
  }

  /** Sets a paper's instants, if nobody has changed its plan meanwhile. */
  void correct(Handle handle, Planned planned, WallTime closes, WallTime delivers) {
    handle
        .createUpdate(
            """
            update paper set closes_at = :closes_at, deliver_at = :deliver_at, version = version + 1
            where paper_id = :paper and state in ('open', 'sealed')
              and closes_at is not distinct from :closes_before
              and deliver_at is not distinct from :delivers_before
            """)
        .bind("paper", planned.paper().value())
        .bind("closes_at", at(closes.at()))
        .bind("deliver_at", at(delivers.at()))
        .bind("closes_before", at(planned.closes().at()))
        .bind("delivers_before", at(planned.delivers().at()))
        .execute();
  }

  /** What is planned for a paper. */
  record Planned(PaperId paper, ZoneId zone, WallTime closes, WallTime delivers) {}

  private static WallTime time(ResultSet row, String instant, String local) throws SQLException {
    return new WallTime(instant(row, instant), row.getObject(local, LocalDateTime.class));
  }

  private static @Nullable LocalDateTime local(@Nullable Instant instant, ZoneId zone) {
    return instant == null ? null : LocalDateTime.ofInstant(instant, zone);
  }

  int countOf(Handle handle, UUID owner) {
    return handle
        .createQuery("select count(*) from paper where owner_id = :owner")
        .bind("owner", owner)
        .mapTo(Integer.class)
        .one();
  }

  /** Papers of an owner, newest first, before a position. */
  List<Paper> page(Handle handle, UUID owner, Position before, int limit) {
    return handle
        .createQuery(
            """
            select * from paper
            where owner_id = :owner and (created_at, paper_id) < (:at, :paper)
            order by created_at desc, paper_id desc limit :limit
            """)
        .bind("owner", owner)
        .bind("at", at(before.createdAt()))
        .bind("paper", before.paper())
        .bind("limit", limit)
        .map((row, context) -> paper(row))
        .list();
  }

  private static Paper paper(ResultSet row) throws SQLException {
    return new Paper(
        new PaperId(row.getObject("paper_id", UUID.class)),
        row.getObject("owner_id", UUID.class),
        row.getString("owner_name"),
        row.getString("title"),
        new Recipient(
            row.getString("recipient_name"),
            row.getString("recipient_email"),
            row.getString("recipient_locale")),
        Occasion.valueOf(constant(row.getString("occasion"))),
        Theme.valueOf(constant(row.getString("theme"))),
        ZoneId.of(row.getString("zone")),
        row.getBoolean("anonymous"),
        instant(row, "closes_at"),
        instant(row, "deliver_at"),
        PaperState.of(row.getString("state")),
        row.getInt("note_count"),
        row.getLong("version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "sealed_at"),
        instant(row, "delivered_at"));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
