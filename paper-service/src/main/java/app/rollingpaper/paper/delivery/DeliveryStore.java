package app.rollingpaper.paper.delivery;

import app.rollingpaper.paper.access.PaperId;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads what there is to tell of a paper that is finished. */
final class DeliveryStore {
  record Finished(
      UUID owner,
      String ownerName,
      String title,
      int noteCount,
      Announcements.Addressee recipient) {}

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
