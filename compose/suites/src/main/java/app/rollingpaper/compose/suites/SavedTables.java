package app.rollingpaper.compose.suites;

import app.rollingpaper.compose.embedded.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** What PostgreSQL itself holds, past every service. */
final class SavedTables implements AutoCloseable {
  private final Connection connection;

  /** Reads with an account that may see all schemas. */
  SavedTables(DatabaseUrl database) {
    try {
      connection =
          DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    } catch (SQLException failure) {
      throw new IllegalStateException("no connection to " + database, failure);
    }
  }

  /**
   * A paper's ledger in figures.
   *
   * @param numbers different (author, client, n)
   * @param undecided clients whose highest number is not the one that was decided
   */
  record LedgerFigures(
      long head,
      long entries,
      long first,
      long last,
      long numbers,
      long undecided,
      long notes,
      long noteCount) {}

  LedgerFigures ledger(UUID paper) throws SQLException {
    String query =
        """
        select p.seq, count(o.seq), min(o.seq), max(o.seq), count(distinct (o.author_id, o.client_id, o.n)),
          (select count(*) from paper.client c where c.paper_id = p.paper_id and c.n <> (
            select max(n) from paper.op l
            where l.paper_id = c.paper_id and l.author_id = c.author_id and l.client_id = c.client_id)),
          (select count(*) from paper.note n where n.paper_id = p.paper_id and not n.deleted),
          p.note_count
        from paper.paper p left join paper.op o using (paper_id)
        where p.paper_id = ?
        group by p.paper_id
        """;
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setObject(1, paper);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new AssertionError("no paper " + paper);
        }
        return new LedgerFigures(
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            row.getLong(4),
            row.getLong(5),
            row.getLong(6),
            row.getLong(7),
            row.getLong(8));
      }
    }
  }

  /** Events that are not yet confirmed by the broker, of all services. */
  long unpublished() throws SQLException {
    String query =
        """
        select (select count(*) from users.outbox) + (select count(*) from paper.outbox)
          + (select count(*) from notification.outbox)
        """;
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException harmless) {
      // Everything has been read.
    }
  }
}
