package app.rollingpaper.user.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table {@code account}. */
final class AccountStore {
  /** A row: the account and what only signing up and in may see of it. */
  record Stored(Account account, String passwordHash, @Nullable String signUpKey) {
    @Override
    public String toString() {
      return "Stored[" + account + "]";
    }
  }

  /**
   * Adds an account unless the address is taken, waiting for whoever is just taking it.
   *
   * @return whether it was added
   */
  boolean add(Handle handle, Stored row, Instant now) {
    return handle
            .createUpdate(
                """
                insert into account (id, email, name, locale, password_hash, sign_up_key, created_at)
                values (:id, :email, :name, :locale, :passwordHash, :signUpKey, :now)
                on conflict (email) do nothing
                """)
            .bind("id", row.account().id().value())
            .bind("email", row.account().email().text())
            .bind("name", row.account().name().text())
            .bind("locale", row.account().language().tag())
            .bind("passwordHash", row.passwordHash())
            .bind("signUpKey", row.signUpKey())
            .bind("now", now)
            .execute()
        == 1;
  }

  Optional<Stored> find(Handle handle, Email email) {
    return handle
        .createQuery(
            """
            select id, email, name, locale, password_hash, sign_up_key
            from account
            where email = :email
            """)
        .bind("email", email.text())
        .map(AccountStore::row)
        .findOne();
  }

  Optional<Stored> find(Handle handle, AccountId id) {
    return handle
        .createQuery(
            """
            select id, email, name, locale, password_hash, sign_up_key
            from account
            where id = :id
            """)
        .bind("id", id.value())
        .map(AccountStore::row)
        .findOne();
  }

  /** Puts another hash in place of one; false when the password has changed meanwhile. */
  boolean replaceHash(Handle handle, AccountId id, String old, String other) {
    return handle
            .createUpdate(
                """
            update account
            set password_hash = :other
            where id = :id and password_hash = :old
            """)
            .bind("id", id.value())
            .bind("old", old)
            .bind("other", other)
            .execute()
        == 1;
  }

  private static Stored row(ResultSet row, StatementContext context) throws SQLException {
    Account account =
        new Account(
            new AccountId(row.getObject("id", UUID.class)),
            new Email(row.getString("email")),
            new Name(row.getString("name")),
            Language.of(row.getString("locale")).orElse(Language.ENGLISH));
    return new Stored(account, row.getString("password_hash"), row.getString("sign_up_key"));
  }
}
