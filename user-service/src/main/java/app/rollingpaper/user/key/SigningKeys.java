package app.rollingpaper.user.key;

import app.rollingpaper.common.time.Ids;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign access tokens, shared by all instances through the database: the one that signs now, the one before it
 * (its tokens are still about) and the one that will follow, if there is one. Each instance looks for new ones now and
 * then, and goes on with those it knows while the database is away. Thread-safe.
 */
public final class SigningKeys implements JWKSource<SecurityContext> {
  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
  private static final int BITS = 2048;

  /** Upcoming, current, previous. */
  private static final int KEPT = 3;

  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final Duration FRESH_FOR_STRANGERS = Duration.ofSeconds(1);

  private final Jdbi jdbi;
  private final SigningKeyStore store;
  private final KeysConfig config;
  private final Ids ids;
  private final InstantSource clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Known known;

  /** The keys, newest first, as they were at one moment. */
  private record Known(List<SigningKey> keys, Instant at) {}

  /**
   * Reads the keys; makes the first one when there is none. Of many instances on an empty database one makes it while the
   * others wait.
   *
   * @throws IllegalStateException when the configured secret does not open them
   */
  public SigningKeys(Jdbi jdbi, KeysConfig config, Ids ids, InstantSource clock) {
    this.jdbi = jdbi;
    this.store = new SigningKeyStore(new KeyCipher(config.encryptionSecret()));
    this.config = config;
    this.ids = ids;
    this.clock = clock;
    this.known = new Known(readOrMakeFirst(), clock.instant());
  }

  private List<SigningKey> readOrMakeFirst() {
    List<SigningKey> there = read();
    if (!there.isEmpty()) {
      return there;
    }
    jdbi.useTransaction(
        handle -> {
          store.lock(handle);
          if (store.newest(handle, 1).isEmpty()) {
            Instant now = clock.instant();
            SigningKey first = make(now);
            store.add(handle, first, now);
            log.info("event=signing_key_made kid={} signs_from={}", first.kid(), first.signsFrom());
          }
        });
    return read();
  }

  private List<SigningKey> read() {
    return jdbi.withHandle(handle -> store.newest(handle, KEPT));
  }

  /**
   * Makes the key that follows the current one, and forgets the one before it. The new key signs only after it has been
   * published for long enough. While it waits, and until the tokens of the key before it have expired, no other is made.
   *
   * @return the newest key
   */
  public SigningKey rotate() {
    SigningKey next =
        jdbi.inTransaction(
            handle -> {
              store.lock(handle);
              Instant now = clock.instant();
              List<SigningKey> there = store.newest(handle, KEPT);
              SigningKey newest = there.getFirst();
              if (there.size() > 1
                  && newest.signsFrom().plus(config.publishedBeforeUse()).isAfter(now)) {
                return newest;
              }
              store.removeOlderThan(handle, newest.signsFrom());
              SigningKey made = make(now.plus(config.publishedBeforeUse()));
              store.add(handle, made, now);
              log.info("event=signing_key_made kid={} signs_from={}", made.kid(), made.signsFrom());
              return made;
            });
    refresh(Duration.ZERO);
    return next;
  }

  private SigningKey make(Instant signsFrom) {
    try {
      return new SigningKey(
          new RSAKeyGenerator(BITS)
              .keyID(ids.next().toString())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.PS256)
              .generate(),
          signsFrom);
    } catch (JOSEException impossible) {
      throw new IllegalStateException("no RSA key could be made", impossible);
    }
  }

  /** The key to sign with now. */
  public SigningKey current() {
    refresh(FRESH);
    Instant now = clock.instant();
    List<SigningKey> keys = known.keys();
    return keys.stream()
        .filter(key -> !key.signsFrom().isAfter(now))
        .findFirst()
        .orElseGet(keys::getLast);
  }

  /** The public halves of all keys whose signatures count. */
  JWKSet published() {
    refresh(FRESH);
    return set().toPublicJWKSet();
  }

  private JWKSet set() {
    return new JWKSet(known.keys().stream().<JWK>map(SigningKey::jwk).toList());
  }

  /** Finds keys for checking a token; one that another instance has just made is looked for in the database. */
  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
    refresh(FRESH);
    List<JWK> found = selector.select(set());
    if (found.isEmpty()) {
      refresh(FRESH_FOR_STRANGERS);
      found = selector.select(set());
    }
    return found;
  }

  /** Reads the keys again if they were read longer ago than that. One caller reads; the others use what is there. */
  private void refresh(Duration age) {
    Instant now = clock.instant();
    if (now.isBefore(known.at().plus(age)) || !reading.tryLock()) {
      return;
    }
    try {
      known = new Known(read(), now);
    } catch (JdbiException | IllegalStateException unreadable) {
      // The database is away, or somebody has sealed a key with another secret: those at hand still
      // serve.
      log.warn("event=signing_keys_unread reason=\"{}\"", unreadable.getMessage());
      known = new Known(known.keys(), now);
    } finally {
      reading.unlock();
    }
  }
}
