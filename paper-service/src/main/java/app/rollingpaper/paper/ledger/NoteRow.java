package app.rollingpaper.paper.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Reads a row of the table {@code note}. */
public final class NoteRow {
  private NoteRow() {}

  public static Note read(ResultSet row) throws SQLException {
    return new Note(
        new NoteId(row.getObject("note_id", UUID.class)),
        new Author(row.getObject("author_id", UUID.class), row.getString("author_name")),
        row.getString("text"),
        row.getString("color"),
        row.getString("font"),
        row.getDouble("x"),
        row.getDouble("y"),
        row.getDouble("width"),
        row.getDouble("rotation"),
        row.getString("z"),
        row.getLong("created_seq"),
        row.getLong("version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("deleted"));
  }
}
