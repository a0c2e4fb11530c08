package app.rollingpaper.paper.ledger;

import app.rollingpaper.paper.access.PaperId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The table of notes. Everybody may read it; only the ledger writes. */
public final class NoteStore {
  private static final TypeReference<List<Sticker>> STICKERS = new TypeReference<>() {};

  private final ObjectMapper json;

  public NoteStore(ObjectMapper json) {
    this.json = json;
  }

  /** The head of the paper's ledger. */
  public long head(Handle handle, PaperId paper) {
    return handle
        .createQuery("select seq from paper where paper_id = :paper")
        .bind("paper", paper.value())
        .mapTo(Long.class)
        .one();
  }

  /**
   * Notes in somebody's sight in the order they were added, after the note {@code after} that entry {@code seq} added;
   * hidden ones among them are without what they say.
   */
  public List<Note> page(
      Handle handle, PaperId paper, Sight sight, long seq, UUID after, int limit) {
    return handle
        .createQuery(
            """
            select * from note
            where paper_id = :paper and not deleted and (created_seq, note_id) > (:seq, :note)
              and (:hidden or not hidden or author_id = :author)
            order by created_seq, note_id limit :limit
            """)
        .bind("paper", paper.value())
        .bind("hidden", sight.hidden())
        .bind("author", sight.author())
        .bind("seq", seq)
        .bind("note", after)
        .bind("limit", limit)
        .map((row, context) -> note(row))
        .list();
  }

  /**
   * Which hidden notes somebody is shown: all, or one's own.
   *
   * @param author whose own are shown; null for nobody's
   */
  public record Sight(boolean hidden, @Nullable UUID author) {
    /** Whether a note is in it. */
    public boolean has(Note note) {
      return hidden || !note.hidden() || note.author().id().equals(author);
    }
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
                              stickers, hidden, reaction, created_seq, version, created_at, updated_at, deleted)
            values (:paper, :note, :author, :name, :text, :color, :font, :x, :y, :width, :rotation, :z,
                    cast(:stickers as jsonb), :hidden, :reaction, :created_seq, :version, :created_at, :updated_at, :deleted)
            on conflict (paper_id, note_id) do update set
              text = excluded.text, color = excluded.color, font = excluded.font, x = excluded.x, y = excluded.y,
              width = excluded.width, rotation = excluded.rotation, z = excluded.z,
              stickers = excluded.stickers, hidden = excluded.hidden, reaction = excluded.reaction, version = excluded.version,
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
          .bind("stickers", write(note.stickers()))
          .bind("hidden", note.hidden())
          .bind("reaction", note.reaction())
          .bind("created_seq", note.createdSeq())
          .bind("version", note.version())
          .bind("created_at", note.createdAt().atOffset(ZoneOffset.UTC))
          .bind("updated_at", note.updatedAt().atOffset(ZoneOffset.UTC))
          .bind("deleted", note.deleted())
          .add();
    }
    batch.execute();
  }

  /** The hidden notes of a paper. */
  Set<NoteId> hidden(Handle handle, PaperId paper) {
    return handle
        .createQuery("select note_id from note where paper_id = :paper and hidden")
        .bind("paper", paper.value())
        .mapTo(UUID.class)
        .map(NoteId::new)
        .collect(Collectors.toSet());
  }

  /** What those of the notes say that are hidden. */
  List<Note.Kept> kept(Handle handle, PaperId paper, Set<NoteId> ids) {
    return handle
        .createQuery(
            "select note_id, text, stickers from hidden_note where paper_id = :paper and note_id = any(:ids)")
        .bind("paper", paper.value())
        .bindArray("ids", UUID.class, ids.stream().map(NoteId::value).toArray())
        .map((row, context) -> kept(row))
        .list();
  }

  /** What the hidden notes in somebody's sight say. */
  public List<Note.Kept> kept(Handle handle, PaperId paper, Sight sight) {
    return handle
        .createQuery(
            """
            select h.note_id, h.text, h.stickers
            from hidden_note h join note n on n.paper_id = h.paper_id and n.note_id = h.note_id
            where h.paper_id = :paper and n.paper_id = :paper
              and (:hidden or n.author_id = :author)
            """)
        .bind("paper", paper.value())
        .bind("hidden", sight.hidden())
        .bind("author", sight.author())
        .map((row, context) -> kept(row))
        .list();
  }

  /** Puts away what newly hidden notes say, and forgets what those said that are no longer hidden. */
  void keep(Handle handle, PaperId paper, Collection<Note> notes, Map<NoteId, Note.Kept> kept) {
    PreparedBatch add =
        handle.prepareBatch(
            """
            insert into hidden_note (paper_id, note_id, text, stickers)
            values (:paper, :note, :text, cast(:stickers as jsonb))
            on conflict (paper_id, note_id) do update set text = excluded.text, stickers = excluded.stickers
            """);
    PreparedBatch remove =
        handle.prepareBatch("delete from hidden_note where paper_id = :paper and note_id = :note");
    for (Note note : notes) {
      Note.Kept one = kept.get(note.id());
      if (one != null && note.hidden()) {
        add.bind("paper", paper.value())
            .bind("note", note.id().value())
            .bind("text", one.text())
            .bind("stickers", write(one.stickers()))
            .add();
      } else if (one != null) {
        remove.bind("paper", paper.value()).bind("note", note.id().value()).add();
      }
    }
    if (add.size() > 0) {
      add.execute();
    }
    if (remove.size() > 0) {
      remove.execute();
    }
  }

  private Note.Kept kept(ResultSet row) throws SQLException {
    return new Note.Kept(
        new NoteId(row.getObject("note_id", UUID.class)), row.getString("text"), stickers(row));
  }

  private String write(List<Sticker> stickers) {
    try {
      return stickers.isEmpty() ? "[]" : json.writeValueAsString(stickers);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("stickers can be written", impossible);
    }
  }

  private List<Sticker> stickers(ResultSet row) throws SQLException {
    String stored = row.getString("stickers");
    try {
      return stored.equals("[]") ? List.of() : json.readValue(stored, STICKERS);
    } catch (JsonProcessingException unknown) {
      throw new IllegalStateException(
          "a note holds stickers that this version does not know", unknown);
    }
  }

  private Note note(ResultSet row) throws SQLException {
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
        stickers(row),
        row.getBoolean("hidden"),
        row.getString("reaction"),
        row.getLong("created_seq"),
        row.getLong("version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("deleted"));
  }
}
