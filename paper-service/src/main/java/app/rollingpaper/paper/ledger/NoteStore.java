package app.rollingpaper.paper.ledger;

import app.rollingpaper.paper.access.PaperId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table of notes. Everybody may read it; only the ledger writes. */
public final class NoteStore {
  /** The head of the paper's ledger. */
  public long head(Handle handle, PaperId paper) {
    return handle
        .createQuery("select seq from paper where paper_id = :paper")
        .bind("paper", paper.value())
        .mapTo(Long.class)
        .one();
  }

  /** Notes in the order they were added, after the note {@code after} that entry {@code seq} added. */
  public List<Note> page(Handle handle, PaperId paper, long seq, UUID after, int limit) {
    return handle
        .createQuery(
            """
            select * from note
            where paper_id = :paper and not deleted and (created_seq, note_id) > (:seq, :note)
            order by created_seq, note_id limit :limit
            """)
        .bind("paper", paper.value())
        .bind("seq", seq)
        .bind("note", after)
        .bind("limit", limit)
        .map((row, context) -> note(row))
        .list();
  }

  public Optional<Note> find(Handle handle, PaperId paper, NoteId note) {
    return handle
        .createQuery(
            "select * from note where paper_id = :paper and note_id = :note and not deleted")
        .bind("paper", paper.value())
        .bind("note", note.value())
        .map((row, context) -> note(row))
        .findOne();
  }

  /** Those of the notes that are there, tombstones included. */
  List<Note> all(Handle handle, PaperId paper, Set<NoteId> ids) {
    return handle
        .createQuery("select * from note where paper_id = :paper and note_id = any(:ids)")
        .bind("paper", paper.value())
        .bindArray("ids", UUID.class, ids.stream().map(NoteId::value).toArray())
        .map((row, context) -> note(row))
        .list();
  }

  void save(Handle handle, PaperId paper, Collection<Note> notes) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into note (paper_id, note_id, author_id, author_name, text, color, font, x, y, width, rotation, z,
                              created_seq, version, created_at, updated_at, deleted)
            values (:paper, :note, :author, :name, :text, :color, :font, :x, :y, :width, :rotation, :z,
                    :created_seq, :version, :created_at, :updated_at, :deleted)
            on conflict (paper_id, note_id) do update set
              text = excluded.text, color = excluded.color, font = excluded.font, x = excluded.x, y = excluded.y,
              width = excluded.width, rotation = excluded.rotation, z = excluded.z, version = excluded.version,
              updated_at = excluded.updated_at, deleted = excluded.deleted
            """);
    for (Note note : notes) {
      batch
          .bind("paper", paper.value())
          .bind("note", note.id().value())
          .bind("author", note.author().id())
          .bind("name", note.author().name())
          .bind("text", note.text())
          .bind("color", note.color())
          .bind("font", note.font())
          .bind("x", note.x())
          .bind("y", note.y())
          .bind("width", note.width())
          .bind("rotation", note.rotation())
          .bind("z", note.z())
          .bind("created_seq", note.createdSeq())
          .bind("version", note.version())
          .bind("created_at", note.createdAt().atOffset(ZoneOffset.UTC))
          .bind("updated_at", note.updatedAt().atOffset(ZoneOffset.UTC))
          .bind("deleted", note.deleted())
          .add();
    }
    batch.execute();
  }

  private static Note note(ResultSet row) throws SQLException {
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
