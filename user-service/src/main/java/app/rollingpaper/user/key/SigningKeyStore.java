package app.rollingpaper.user.key;

import com.nimbusds.jose.jwk.RSAKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code signing_key}. */
final class SigningKeyStore {
  private final KeyCipher cipher;

  SigningKeyStore(KeyCipher cipher) {
    this.cipher = cipher;
  }

  /** Lets only one transaction at a time, of all instances, decide about new keys. */
  void lock(Handle handle) {
    handle.execute(
        """
        select pg_advisory_xact_lock(hashtextextended(current_schema() || '.signing_key', 0))
        """);
  }

  /** The newest keys first. */
  List<SigningKey> newest(Handle handle, int limit) {
    return handle
        .createQuery(
            """
            select kid, sealed_key, signs_from
            from signing_key
            order by signs_from desc, kid desc
            limit :limit
            """)
        .bind("limit", limit)
        .map((row, context) -> key(row))
        .list();
  }

  void add(Handle handle, SigningKey key, Instant now) {
    handle
        .createUpdate(
            """
            insert into signing_key (kid, public_key, sealed_key, created_at, signs_from)
            values (:kid, :publicKey, :sealedKey, :now, :signsFrom)
            """)
        .bind("kid", key.kid())
        .bind("publicKey", key.jwk().toPublicJWK().toJSONString())
        .bind("sealedKey", cipher.seal(key.kid(), key.jwk().toJSONString()))
        .bind("now", now)
        .bind("signsFrom", key.signsFrom())
        .execute();
  }

  /** Forgets the keys that took over before that moment. */
  void removeOlderThan(Handle handle, Instant signedFrom) {
    handle
        .createUpdate(
            """
            delete from signing_key
            where signs_from < :signedFrom
            """)
        .bind("signedFrom", signedFrom)
        .execute();
  }

  private SigningKey key(ResultSet row) throws SQLException {
    String text = cipher.open(row.getString("kid"), row.getBytes("sealed_key"));
    try {
      return new SigningKey(
          RSAKey.parse(text), row.getObject("signs_from", OffsetDateTime.class).toInstant());
    } catch (ParseException impossible) {
      throw new IllegalStateException("a sealed signing key is no JWK", impossible);
    }
  }
}
