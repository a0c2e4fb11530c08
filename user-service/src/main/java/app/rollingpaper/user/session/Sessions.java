package app.rollingpaper.user.session;

import app.rollingpaper.common.time.Ids;
import app.rollingpaper.user.account.Account;
import app.rollingpaper.user.account.AccountId;
import app.rollingpaper.user.account.Accounts;
import app.rollingpaper.user.account.Authentication;
import app.rollingpaper.user.account.Email;
import app.rollingpaper.user.account.PasswordChange;
import app.rollingpaper.user.key.SigningKeys;
import app.rollingpaper.user.limit.Limit;
import app.rollingpaper.user.limit.Limits;
import app.rollingpaper.user.session.Session.Predecessor;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sessions: who is signed in, and for how long.
 *
 * <p>Refreshing replaces the refresh token. A browser may send the same token twice: two tabs at once, or a second try
 * because the first answer was lost. So the predecessor of the newest token is answered for some seconds, and with the
 * very same newest token: the successor is made from the predecessor and a salt that the session keeps, so it can be made
 * again without being stored. However often and in whatever order the answers arrive, the browser ends up with the one
 * newest token, and the session never has two branches. A thief with the predecessor gets the same token as its owner; as
 * soon as both have used it, one of them holds a token that is too old. Any token older than that ends the session for
 * everybody.
 *
 * <p>A client must not begin a refresh while one of its own is under way and then use the answers out of order: a token
 * two generations old counts as stolen.
 *
 * <p>Thread-safe.
 */
public final class Sessions {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);

  private final Jdbi jdbi;
  private final SessionStore store = new SessionStore();
  private final Accounts accounts;
  private final AccessTokens tokens;
  private final Limits limits;
  private final SessionsConfig config;
  private final Ids ids;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public Sessions(
      Jdbi jdbi,
      Accounts accounts,
      SigningKeys keys,
      String issuer,
      Limits limits,
      SessionsConfig config,
      Ids ids,
      InstantSource clock) {
    this.jdbi = jdbi;
    this.accounts = accounts;
    this.tokens = new AccessTokens(keys, issuer, config.accessLifetime(), ids, clock);
    this.limits = limits;
    this.config = config;
    this.ids = ids;
    this.clock = clock;
  }

  /** Begins a session for whoever knows the password. */
  SignIn signIn(String typedEmail, String password) {
    Optional<Email> email = Email.of(typedEmail);
    if (email.isEmpty()) {
      return new SignIn.BadCredentials();
    }
    // Counted before the password is compared, or many attempts at once would all find room.
    String subject = email.get().text();
    if (limits.take(Limit.SIGN_IN_FAILURES, subject)
        instanceof Limits.Decision.Refused(Duration retryAfter)) {
      return new SignIn.TooManyFailures(retryAfter);
    }
    return switch (accounts.authenticate(email.get(), password)) {
      case Authentication.Known(Account account) -> {
        limits.giveBack(Limit.SIGN_IN_FAILURES, subject);
        yield new SignIn.SignedIn(begin(account));
      }
      case Authentication.Unknown _ -> new SignIn.BadCredentials();
      case Authentication.Busy _ -> {
        limits.giveBack(Limit.SIGN_IN_FAILURES, subject);
        yield new SignIn.Busy();
      }
    };
  }

  private Credentials begin(Account account) {
    Instant now = now();
    RefreshToken token = RefreshToken.first(random);
    Session session =
        new Session(
            ids.next(),
            account.id(),
            1,
            token.ownHash(),
            null,
            now,
            earlier(now.plus(config.idleLifetime()), now.plus(config.lifetime())),
            now.plus(config.lifetime()));
    jdbi.useTransaction(
        handle -> {
          store.makeRoom(handle, account.id(), now, config.perAccount() - 1);
          store.add(handle, session, token.familyHash());
        });
    return credentials(account, session, token, now);
  }

  /** Goes on with the session of a refresh token, or ends it when the token is one that nobody should still use. */
  Refresh refresh(String presented) {
    Optional<RefreshToken> token = RefreshToken.parse(presented);
    if (token.isEmpty()) {
      return new Refresh.Ended();
    }
    Instant now = now();
    Optional<Continued> continued = jdbi.inTransaction(handle -> proceed(handle, token.get(), now));
    return continued
        .flatMap(
            on ->
                accounts
                    .find(on.session().account())
                    .map(account -> credentials(account, on.session(), on.newest(), now)))
        .<Refresh>map(Refresh.Refreshed::new)
        .orElseGet(Refresh.Ended::new);
  }

  /** A session that goes on, and its newest token. */
  private record Continued(Session session, RefreshToken newest) {}

  private Optional<Continued> proceed(Handle handle, RefreshToken token, Instant now) {
    Optional<Session> found = store.lock(handle, token.familyHash());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Session session = found.get();
    if (!now.isBefore(session.expiresAt())) {
      store.remove(handle, session.id());
      return Optional.empty();
    }
    if (session.isCurrent(token)) {
      return Optional.of(rotate(handle, session, token, now));
    }
    Predecessor predecessor = session.predecessor();
    boolean soon = now.isBefore(session.rotatedAt().plus(config.predecessorTolerance()));
    if (predecessor != null && session.isPredecessor(token) && soon) {
      return Optional.of(new Continued(session, token.successor(predecessor.salt())));
    }
    store.remove(handle, session.id());
    log.warn(
        "event=session_token_reused session={} generation={}", session.id(), session.generation());
    return Optional.empty();
  }

  private Continued rotate(Handle handle, Session session, RefreshToken token, Instant now) {
    Predecessor predecessor = new Predecessor(token.ownHash(), RefreshToken.salt(random));
    RefreshToken newest = token.successor(predecessor.salt());
    Session next =
        new Session(
            session.id(),
            session.account(),
            session.generation() + 1,
            newest.ownHash(),
            predecessor,
            now,
            earlier(now.plus(config.idleLifetime()), session.endsAt()),
            session.endsAt());
    store.rotate(handle, next, predecessor);
    return new Continued(next, newest);
  }

  /**
   * Changes the password of whoever knows the present one, and ends the account's sessions in the same transaction.
   *
   * @param presented a refresh token of the session that goes on
   */
  PasswordChange changePassword(
      AccountId id, String current, String wanted, @Nullable String presented) {
    Optional<Account> account = accounts.find(id);
    if (account.isEmpty()) {
      return new PasswordChange.NoAccount();
    }
    String subject = account.get().email().text();
    if (limits.take(Limit.SIGN_IN_FAILURES, subject)
        instanceof Limits.Decision.Refused(Duration retryAfter)) {
      return new PasswordChange.TooManyFailures(retryAfter);
    }
    byte[] family =
        Optional.ofNullable(presented)
            .flatMap(RefreshToken::parse)
            .map(RefreshToken::familyHash)
            .orElse(new byte[0]);
    PasswordChange change =
        accounts.changePassword(
            id, current, wanted, handle -> store.removeOthers(handle, id, family));
    if (!(change instanceof PasswordChange.WrongPassword)) {
      limits.giveBack(Limit.SIGN_IN_FAILURES, subject);
    }
    return change;
  }

  /** Ends the session of a refresh token, of whichever generation; one that has ended already stays so. */
  void signOut(String presented) {
    RefreshToken.parse(presented)
        .ifPresent(
            token -> jdbi.useHandle(handle -> store.removeFamily(handle, token.familyHash())));
  }

  private Credentials credentials(
      Account account, Session session, RefreshToken token, Instant now) {
    return new Credentials(
        account, tokens.sign(account), token, Duration.between(now, session.expiresAt()));
  }

  /** As exact as the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
