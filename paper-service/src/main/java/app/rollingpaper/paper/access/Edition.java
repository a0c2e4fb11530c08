package app.rollingpaper.paper.access;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Which state of its notes a paper has: in two editions that are equal they are the same.
 *
 * @param epoch the database's timeline
 * @param seq head of the paper's ledger
 * @param notes how many there are
 */
public record Edition(long epoch, long seq, int notes) {
  /** The database's timeline, in the first eight digits of the name of the log file that is being written. */
  public static final String EPOCH =
      "('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint";

  /** What a query has to select of {@code paper} for {@link #of}. */
  public static final String COLUMNS = "seq, note_count, " + EPOCH + " as epoch";

  public static Edition of(ResultSet row) throws SQLException {
    return new Edition(row.getLong("epoch"), row.getLong("seq"), row.getInt("note_count"));
  }
}
