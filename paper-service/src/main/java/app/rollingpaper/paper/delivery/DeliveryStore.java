package app.rollingpaper.paper.delivery;

import app.rollingpaper.paper.access.Edition;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import app.rollingpaper.paper.access.Role;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads what there is to tell of a paper that is finished. */
final class DeliveryStore {
  private static final String DUE =
      """
        (select %1$s, paper_id, owner_id, owner_name, state, 'DELIVER' as turn, deliver_at as at from paper
         where state in ('open', 'sealed') and deliver_at is not null and deliver_at <= :now
         order by deliver_at limit :limit)
        union all
        (select %1$s, paper_id, owner_id, owner_name, state, 'SEAL', closes_at from paper
         where state = 'open' and closes_at is not null and closes_at <= :now
           and (deliver_at is null or deliver_at > :now)
         order by closes_at limit :limit)
        order by at limit :limit
        """
          .formatted(Edition.COLUMNS);

  record Finished(
      UUID owner,
      String ownerName,
      String title,
      int noteCount,
      Announcements.Addressee recipient) {}

  /** Turns whose time has come, the oldest first. */
  List<Timekeeper.Due> due(Handle handle, Instant now, int limit) {
    return handle
        .createQuery(DUE)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .bind("limit", limit)
        .map(
            (row, context) -> {
              PaperId paper = new PaperId(row.getObject("paper_id", UUID.class));
              return new Timekeeper.Due(
                  paper,
                  Timekeeper.Turn.valueOf(row.getString("turn")),
                  new Member(
                      paper,
                      PaperState.of(row.getString("state")),
                      Edition.of(row),
                      Role.OWNER,
                      row.getObject("owner_id", UUID.class),
                      row.getString("owner_name")));
            })
        .list();
  }

  Finished finished(Handle handle, PaperId paper) {
    return handle
        .createQuery(
            """
            select owner_id, owner_name, title, note_count, recipient_name, recipient_email, recipient_locale
            from paper where paper_id = :paper
            """)
        .bind("paper", paper.value())
        .map(
            (row, context) ->
                new Finished(
                    row.getObject("owner_id", UUID.class),
                    row.getString("owner_name"),
                    row.getString("title"),
                    row.getInt("note_count"),
                    new Announcements.Addressee(
                        row.getString("recipient_name"),
                        row.getString("recipient_email"),
                        row.getString("recipient_locale"))))
        .one();
  }
}
