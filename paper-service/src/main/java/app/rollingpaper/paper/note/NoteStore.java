package app.rollingpaper.paper.note;

import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.ledger.Note;
import app.rollingpaper.paper.ledger.NoteId;
import app.rollingpaper.paper.ledger.NoteRow;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads notes; they are written by the ledger only. */
final class NoteStore {
  long head(Handle handle, PaperId paper) {
    return handle
        .createQuery("select seq from paper where paper_id = :paper")
        .bind("paper", paper.value())
        .mapTo(Long.class)
        .one();
  }

  /** Notes in the order they were added, after the entry {@code after} of the ledger. */
  List<Note> page(Handle handle, PaperId paper, Position after, int limit) {
    return handle
        .createQuery(
            """
            select * from note
            where paper_id = :paper and not deleted and (created_seq, note_id) > (:seq, :note)
            order by created_seq, note_id limit :limit
            """)
        .bind("paper", paper.value())
        .bind("seq", after.createdSeq())
        .bind("note", after.note())
        .bind("limit", limit)
        .map((row, context) -> NoteRow.read(row))
        .list();
  }

  Optional<Note> find(Handle handle, PaperId paper, NoteId note) {
    return handle
        .createQuery("select * from note where paper_id = :paper and note_id = :note and not deleted")
        .bind("paper", paper.value())
        .bind("note", note.value())
        .map((row, context) -> NoteRow.read(row))
        .findOne();
  }
}
