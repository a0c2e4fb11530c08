package app.rollingpaper.paper.ledger;

import app.rollingpaper.paper.access.PaperId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
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

  /** Finds those of {@code notes} that are on {@code paper}, tombstones included. */
  static final String THOSE =
      "select * from note where paper_id = :paper and note_id = any(:notes)";

  /** Part of a statement, which writes {@code notes} on {@code paper}. */
  static final String WRITING =
      """
      writing as (
        insert into note (paper_id, note_id, author_id, author_name, text, color, font, x, y, width, rotation, z,
                          stickers, hidden, reaction, created_seq, version, created_at, updated_at, deleted)
        select :paper, n.note_id, n.author_id, n.author_name, n.text, n.color, n.font, n.x, n.y, n.width, n.rotation, n.z,
               n.stickers, n.hidden, n.reaction, n.created_seq, n.version, n.created_at, n.updated_at, n.deleted
        from jsonb_to_recordset(cast(:notes as jsonb))
          as n (note_id uuid, author_id uuid, author_name text, text text, color text, font text,
                x double precision, y double precision, width double precision, rotation double precision, z text,
                stickers jsonb, hidden boolean, reaction text, created_seq bigint, version bigint,
                created_at timestamptz, updated_at timestamptz, deleted boolean)
        on conflict (paper_id, note_id) do update set
          text = excluded.text, color = excluded.color, font = excluded.font, x = excluded.x, y = excluded.y,
          width = excluded.width, rotation = excluded.rotation, z = excluded.z,
          stickers = excluded.stickers, hidden = excluded.hidden, reaction = excluded.reaction, version = excluded.version,
          updated_at = excluded.updated_at, deleted = excluded.deleted
      )
      """;

  private final ObjectMapper json;

  public NoteStore(ObjectMapper json) {
    this.json = json;
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

  /** What {@link #WRITING} is given for its parameter {@code notes}. */
  String rows(Collection<Note> notes) {
    ArrayNode rows = json.createArrayNode();
    for (Note note : notes) {
      rows.addObject()
          .put("note_id", note.id().toString())
          .put("author_id", note.author().id().toString())
          .put("author_name", note.author().name())
          .put("text", note.text())
          .put("color", note.color())
          .put("font", note.font())
          .put("x", note.x())
          .put("y", note.y())
          .put("width", note.width())
          .put("rotation", note.rotation())
          .put("z", note.z())
          .put("hidden", note.hidden())
          .put("reaction", note.reaction())
          .put("created_seq", note.createdSeq())
          .put("version", note.version())
          .put("created_at", note.createdAt().toString())
          .put("updated_at", note.updatedAt().toString())
          .put("deleted", note.deleted())
          .set("stickers", json.valueToTree(note.stickers()));
    }
    return rows.toString();
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

  /** The note in a row of the table. */
  Note note(ResultSet row) throws SQLException {
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
