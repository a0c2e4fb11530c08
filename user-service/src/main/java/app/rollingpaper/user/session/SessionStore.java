package app.rollingpaper.user.session;

import app.rollingpaper.user.account.AccountId;
import app.rollingpaper.user.session.Session.Predecessor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The table {@code session}. */
final class SessionStore {
  void add(Handle handle, Session session, byte[] familyHash) {
    handle
        .createUpdate(
            """
            insert into session (
              id, account_id, family_hash, generation, current_hash, started_at, rotated_at, expires_at, ends_at)
            values (
              :id, :account, :familyHash, :generation, :currentHash, :rotatedAt, :rotatedAt, :expiresAt, :endsAt)
            """)
        .bind("id", session.id())
        .bind("account", session.account().value())
        .bind("familyHash", familyHash)
        .bind("generation", session.generation())
        .bind("currentHash", session.currentHash())
        .bind("rotatedAt", session.rotatedAt())
        .bind("expiresAt", session.expiresAt())
        .bind("endsAt", session.endsAt())
        .execute();
  }

  /** The session of a token, locked until the transaction ends. */
  Optional<Session> lock(Handle handle, byte[] familyHash) {
    return handle
        .createQuery(
            """
            select id, account_id, generation, current_hash, previous_hash, successor_salt,
              rotated_at, expires_at, ends_at
            from session
            where family_hash = :familyHash
            for update
            """)
        .bind("familyHash", familyHash)
        .map((row, context) -> session(row))
        .findOne();
  }

  /** Writes down the next generation of a locked session. */
  void rotate(Handle handle, Session next, Predecessor predecessor) {
    handle
        .createUpdate(
            """
            update session
            set generation = :generation, current_hash = :currentHash, previous_hash = :previousHash,
              successor_salt = :salt, rotated_at = :rotatedAt, expires_at = :expiresAt
            where id = :id
            """)
        .bind("id", next.id())
        .bind("generation", next.generation())
        .bind("currentHash", next.currentHash())
        .bind("previousHash", predecessor.hash())
        .bind("salt", predecessor.salt())
        .bind("rotatedAt", next.rotatedAt())
        .bind("expiresAt", next.expiresAt())
        .execute();
  }

  void remove(Handle handle, UUID id) {
    handle
        .createUpdate(
            """
            delete from session
            where id = :id
            """)
        .bind("id", id)
        .execute();
  }

  /** Ends the session of a token, if it has not ended. */
  void removeFamily(Handle handle, byte[] familyHash) {
    handle
        .createUpdate(
            """
            delete from session
            where family_hash = :familyHash
            """)
        .bind("familyHash", familyHash)
        .execute();
  }

  /** Ends an account's sessions but one. */
  void removeOthers(Handle handle, AccountId account, byte[] familyHash) {
    handle
        .createUpdate(
            """
            delete from session
            where account_id = :account and family_hash <> :familyHash
            """)
        .bind("account", account.value())
        .bind("familyHash", familyHash)
        .execute();
  }

  /** Ends an account's sessions that have expired, and the oldest of the others until no more than so many are left. */
  void makeRoom(Handle handle, AccountId account, Instant now, int left) {
    handle
        .createUpdate(
            """
            delete from session
            where account_id = :account
              and (expires_at <= :now
                or id in (
                  select id
                  from session
                  where account_id = :account and expires_at > :now
                  order by started_at desc, id desc
                  offset :left))
            """)
        .bind("account", account.value())
        .bind("now", now)
        .bind("left", left)
        .execute();
  }

  private static Session session(ResultSet row) throws SQLException {
    byte[] previous = row.getBytes("previous_hash");
    byte[] salt = row.getBytes("successor_salt");
    return new Session(
        row.getObject("id", UUID.class),
        new AccountId(row.getObject("account_id", UUID.class)),
        row.getLong("generation"),
        row.getBytes("current_hash"),
        previous == null || salt == null ? null : new Predecessor(previous, salt),
        instant(row, "rotated_at"),
        instant(row, "expires_at"),
        instant(row, "ends_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
