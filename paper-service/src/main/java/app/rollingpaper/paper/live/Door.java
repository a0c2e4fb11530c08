package app.rollingpaper.paper.live;

import app.rollingpaper.common.auth.TokenVerifier;
import app.rollingpaper.common.auth.User;
import app.rollingpaper.paper.access.Access;
import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.GuestToken;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.Role;
import java.security.Principal;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in, or says why not. Those who come in wait for the database in turn, away from everybody else. Thread-safe.
 */
final class Door {
  private static final Logger log = LoggerFactory.getLogger(Door.class);
  private static final int PATIENCE_SECONDS = 20;

  private final Hubs hubs;
  private final Access access;
  private final TokenVerifier tokens;
  private final Semaphore turns;

  Door(Hubs hubs, Access access, TokenVerifier tokens) {
    this.hubs = hubs;
    this.access = access;
    this.tokens = tokens;
    this.turns = new Semaphore(hubs.config().joinsAtOnce(), true);
  }

  /** Who presents a token. */
  sealed interface Caller {
    record Known(Principal principal) implements Caller {}

    /** The token is not to be believed. */
    record Unknown() implements Caller {}

    /** The keys that tokens are checked with cannot be had now. */
    record CannotTell() implements Caller {}
  }

  Caller caller(String token) {
    Optional<Principal> guest = GuestToken.recognise(token);
    if (guest.isPresent()) {
      return new Caller.Known(guest.get());
    }
    return switch (tokens.verify(token)) {
      case TokenVerifier.Verification.Verified verified -> new Caller.Known(verified.user());
      case TokenVerifier.Verification.Refused _ -> new Caller.Unknown();
      case TokenVerifier.Verification.KeysUnavailable _ -> new Caller.CannotTell();
    };
  }

  /** Lets the client in later; does not wait. */
  void admit(
      Connection connection,
      PaperId paper,
      @Nullable Principal caller,
      FromClient.Hello hello,
      Runnable ready) {
    Thread.ofVirtual()
        .name("join-" + paper)
        .start(
            () -> {
              try {
                inTurn(connection, paper, caller, hello);
              } finally {
                ready.run();
              }
            });
  }

  private void inTurn(
      Connection connection, PaperId paper, @Nullable Principal caller, FromClient.Hello hello) {
    try {
      if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        connection.close(Farewell.OVERLOADED);
        return;
      }
      try {
        admit(connection, paper, caller, hello);
      } finally {
        turns.release();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      connection.close(Farewell.INTERNAL);
    } catch (RuntimeException failed) {
      hubs.storeAway(failed);
      log.debug("event=join_failed paper={}", paper, failed);
      connection.close(Farewell.OVERLOADED);
    }
  }

  private void admit(
      Connection connection, PaperId paper, @Nullable Principal caller, FromClient.Hello hello) {
    if (hello.ticket() == null) {
      check(connection, paper, caller, hello);
      return;
    }
    switch (caller(hello.ticket())) {
      case Caller.Known known -> check(connection, paper, known.principal(), hello);
      case Caller.Unknown _ -> connection.close(Farewell.TICKET);
      case Caller.CannotTell _ -> connection.close(Farewell.OVERLOADED);
    }
  }

  private void check(
      Connection connection, PaperId paper, @Nullable Principal who, FromClient.Hello hello) {
    switch (access.check(paper, who, Action.READ)) {
      case Access.Verdict.Anonymous _ -> connection.close(Farewell.TICKET);
      case Access.Verdict.NoSuchPaper _ -> connection.close(Farewell.NO_PAPER);
      case Access.Verdict.Denied _ -> connection.close(Farewell.FORBIDDEN);
      case Access.Verdict.Granted granted ->
          enter(connection, granted.member(), who instanceof User, hello);
    }
  }

  private void enter(
      Connection connection, Member member, boolean signedIn, FromClient.Hello hello) {
    LiveConfig config = hubs.config();
    Hub hub = hubs.hub(member.paper());
    hub.open();
    if (hub.connections().size() >= config.socketsPerPaper()
        || hub.count(member.author()) >= config.socketsPerAuthor()) {
      connection.close(Farewell.TOO_MANY);
      return;
    }
    long signInEnds = signedIn ? System.nanoTime() + config.signInValid().toNanos() : 0;
    LedgerLane ledger = hub.ledger();
    long epoch = ledger.epoch();
    // The recipient is never told how the paper came about, which hidden notes were part of.
    boolean knowsThis =
        member.role() != Role.RECIPIENT
            && hello.e() != null
            && hello.q() != null
            && hello.e() == epoch;
    long seen = knowsThis ? Objects.requireNonNull(hello.q()) : 0;
    if (knowsThis && seen > ledger.head()) {
      // Seen on another instance that is ahead of this one, or never.
      long head = hubs.archive().position(member.paper()).orElseThrow().seq();
      hub.hear(epoch, head);
      knowsThis = seen <= head;
    }
    byte[] welcome = null;
    if (knowsThis) {
      long decided =
          hubs.archive()
              .decided(member.paper(), member.author(), Objects.requireNonNull(hello.c()));
      welcome =
          hubs.frames()
              .welcome(
                  epoch,
                  Math.max(seen, ledger.head()),
                  decided,
                  member,
                  ledger.state().word(),
                  connection.session());
    }
    // Without a position the snapshot comes with a welcome of its own.
    connection.enter(
        hub,
        member,
        Objects.requireNonNull(hello.c()),
        epoch,
        seen,
        !knowsThis,
        signInEnds,
        welcome);
    if (!hubs.isOpen(hub)) {
      // It took so long that the hub was given up meanwhile.
      connection.close(Farewell.INTERNAL);
    }
  }
}
