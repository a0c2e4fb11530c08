package app.rollingpaper.compose.suites.trial;

import app.rollingpaper.compose.embedded.DatabaseUrl;
import app.rollingpaper.compose.suites.live.Author;
import app.rollingpaper.compose.suites.live.Entry;
import app.rollingpaper.compose.suites.live.Mutation;
import app.rollingpaper.compose.suites.live.Note;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A paper as PostgreSQL itself holds it, past every service. */
record LedgerTables(long head, long noteCount, List<Entry> entries, Map<UUID, Note> notes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static LedgerTables read(DatabaseUrl database, UUID paper) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (PreparedStatement figures =
              asked(
                  connection, "select seq, note_count from paper.paper where paper_id = ?", paper);
          ResultSet row = figures.executeQuery()) {
        row.next();
        return new LedgerTables(
            row.getLong(1), row.getLong(2), entries(connection, paper), notes(connection, paper));
      }
    }
  }

  private static PreparedStatement asked(Connection connection, String query, UUID paper)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(query);
    statement.setObject(1, paper);
    return statement;
  }

  private static List<Entry> entries(Connection connection, UUID paper) throws SQLException {
    String query =
        """
        select seq, lpad(to_hex(client_id), 16, '0'), n, author_id, author_name, at, mutations
        from paper.op where paper_id = ? order by seq
        """;
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement statement = asked(connection, query, paper);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        entries.add(
            new Entry(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                new Author(row.getObject(4, UUID.class), row.getString(5)),
                time(row, 6),
                mutations(row.getString(7))));
      }
    }
    return entries;
  }

  private static Map<UUID, Note> notes(Connection connection, UUID paper) throws SQLException {
    String query =
        """
        select note_id, author_id, author_name, text, color, font, x, y, width, rotation, z, version, created_at, updated_at
        from paper.note where paper_id = ? and not deleted
        """;
    Map<UUID, Note> notes = new HashMap<>();
    try (PreparedStatement statement = asked(connection, query, paper);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        UUID id = row.getObject(1, UUID.class);
        notes.put(
            id,
            new Note(
                id,
                new Author(row.getObject(2, UUID.class), row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getDouble(7),
                row.getDouble(8),
                row.getDouble(9),
                row.getDouble(10),
                row.getString(11),
                // Nobody sticks, hides or reacts here.
                null,
                false,
                null,
                null,
                row.getLong(12),
                time(row, 13),
                time(row, 14),
                false));
      }
    }
    return notes;
  }

  private static String time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant().toString();
  }

  private static List<Mutation> mutations(String json) {
    try {
      return List.of(JSON.readValue(json, Mutation[].class));
    } catch (JsonProcessingException strange) {
      throw new IllegalStateException(json, strange);
    }
  }
}
