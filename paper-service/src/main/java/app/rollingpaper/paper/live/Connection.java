package app.rollingpaper.paper.live;

import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import app.rollingpaper.paper.access.Role;
import app.rollingpaper.paper.ledger.Author;
import app.rollingpaper.paper.ledger.ClientId;
import app.rollingpaper.paper.ledger.Ledger;
import app.rollingpaper.paper.ledger.Mutation;
import app.rollingpaper.paper.ledger.Outcome;
import app.rollingpaper.paper.ledger.Submission;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client on one paper. Of what it is to be sent it holds positions in the two lanes and a few short answers, so that a
 * client that does not read costs no more than one that does. Thread-safe; never waits.
 */
final class Connection {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);
  private static final int MOST_ANSWERS = 256;
  private static final int FRAMES_PER_SECOND = 200;
  private static final int FRAMES_BURST = 600;
  private static final long GRACE = Duration.ofSeconds(10).toNanos();
  private static final long CLOSING = Duration.ofSeconds(5).toNanos();

  private final Hubs hubs;
  private final Ledger ledger;
  private final PaperId paper;
  private final @Nullable Principal caller;
  private final Wire wire;
  private final String session;

  // Everything below is guarded by this.
  private final Deque<byte[]> answers = new ArrayDeque<>();
  private final Rate frameRate;
  private final Rate opRate;
  private final Rate liveRate;
  private final Rate resyncRate;
  private final long openedAt;
  private long heardAt;
  private long writingSince;
  private boolean writing;
  private boolean greeted;
  private boolean welcomed;
  private @Nullable Joined joined;
  private String toldState = "";
  private boolean liveTurn;
  private long signInEnds;
  private @Nullable Farewell farewell;
  private boolean saidBye;
  private long farewellAt;
  private boolean gone;

  Connection(
      Hubs hubs,
      Ledger ledger,
      PaperId paper,
      @Nullable Principal caller,
      Wire wire,
      String session) {
    this.hubs = hubs;
    this.ledger = ledger;
    this.paper = paper;
    this.caller = caller;
    this.wire = wire;
    this.session = session;
    long now = System.nanoTime();
    LiveConfig config = hubs.config();
    this.frameRate = new Rate(FRAMES_PER_SECOND, FRAMES_BURST, now);
    this.opRate = new Rate(config.opsPerSecond(), config.opsBurst(), now);
    this.liveRate = new Rate(config.livePerSecond(), 2 * config.livePerSecond(), now);
    this.resyncRate = new Rate(1, 5, now);
    this.openedAt = now;
    this.heardAt = now;
  }

  /** What a connection has once it has been let in. */
  private record Joined(
      Hub hub, Member member, ClientId client, LedgerReader ledger, LiveReader live) {
    Joined as(Member now) {
      return new Joined(hub, now, client, ledger, live);
    }
  }

  String session() {
    return session;
  }

  synchronized Optional<UUID> author() {
    return Optional.ofNullable(joined).map(here -> here.member.author());
  }

  synchronized boolean isOf(UUID author) {
    return joined != null && joined.member.author().equals(author);
  }

  // In

  /**
   * A frame has come.
   *
   * @param ready run when the next may come
   */
  void received(ByteBuffer utf8, Runnable ready) {
    long now = System.nanoTime();
    hubs.figures().received();
    synchronized (this) {
      heardAt = now;
      if (farewell != null || gone) {
        // Read on, so that the closing handshake is seen.
        ready.run();
        return;
      }
      if (!frameRate.take(now)) {
        close(Farewell.RATE);
        ready.run();
        return;
      }
    }
    try {
      switch (hubs.reader().read(utf8)) {
        case FrameReader.Reading.Senseless senseless -> close(senseless.why());
        case FrameReader.Reading.Understood understood -> {
          if (understood.frame() instanceof FromClient.Hello hello) {
            greet(hello, ready);
            return;
          }
          understood(understood.frame(), now);
        }
      }
    } catch (RuntimeException failed) {
      log.error("event=frame_failed paper={}", paper, failed);
      close(Farewell.INTERNAL);
    }
    ready.run();
  }

  private void greet(FromClient.Hello hello, Runnable ready) {
    synchronized (this) {
      if (greeted) {
        close(Farewell.BAD_FRAME);
        ready.run();
        return;
      }
      greeted = true;
    }
    hubs.door().admit(this, paper, caller, hello, ready);
  }

  private void understood(FromClient frame, long now) {
    Joined here;
    synchronized (this) {
      here = joined;
    }
    if (here == null) {
      close(Farewell.BAD_FRAME);
      return;
    }
    switch (frame) {
      case FromClient.Hello _ -> close(Farewell.BAD_FRAME);
      case FromClient.Write write -> write(here, write, now);
      case FromClient.Show show -> show(here, show, now);
      case FromClient.Ping ping -> answer(hubs.frames().pong(ping.ts()));
      case FromClient.Resync _ -> resync(here, now);
    }
  }

  private void resync(Joined here, long now) {
    synchronized (this) {
      if (!resyncRate.take(now)) {
        close(Farewell.RESYNC);
        return;
      }
      here.ledger.distrust();
    }
    here.hub.ledger().forgetSnapshot();
    wire.wake();
  }

  // The ledger

  private void write(Joined here, FromClient.Write write, long now) {
    Frames frames = hubs.frames();
    long n = write.n();
    if (!here.member.may(Action.WRITE)) {
      answer(frames.rejection(n, "forbidden", false));
      return;
    }
    synchronized (this) {
      if (!opRate.take(now)) {
        answer(frames.rejection(n, "rate", true));
        return;
      }
    }
    List<Mutation> mutations = hubs.reader().mutations(write);
    Author author = new Author(here.member.author(), here.member.name());
    ledger
        .submit(paper, new Submission(author, here.member.role(), here.client, n, mutations))
        .whenComplete((outcome, failed) -> decided(here, n, outcome, failed));
  }

  private void decided(Joined here, long n, @Nullable Outcome outcome, @Nullable Throwable failed) {
    Frames frames = hubs.frames();
    if (outcome == null) {
      if (failed != null) {
        hubs.storeAway(failed);
      }
      answer(frames.rejection(n, "storage", true));
      return;
    }
    switch (outcome) {
      // It comes by the ledger lane, to its author as to everybody.
      case Outcome.Committed committed ->
          here.hub.hear(here.hub.ledger().epoch(), committed.op().seq());
      case Outcome.Gap gap -> answer(frames.gap(n, gap.want()));
      case Outcome.Busy _, Outcome.NotDue _ -> answer(frames.rejection(n, "busy", true));
      case Outcome.Forbidden _ -> answer(frames.rejection(n, "forbidden", false));
      case Outcome.NoSuchNote _ -> answer(frames.rejection(n, "gone", false));
      case Outcome.NoteExists _ -> answer(frames.rejection(n, "exists", false));
      case Outcome.Full _ -> answer(frames.rejection(n, "full", false));
      case Outcome.Invalid _ -> answer(frames.rejection(n, "size", false));
      case Outcome.WrongState _ -> answer(frames.rejection(n, "sealed", false));
      case Outcome.Reused _, Outcome.RefusedBefore _, Outcome.VersionConflict _ ->
          answer(frames.rejection(n, "used", false));
      case Outcome.NoSuchPaper _ -> close(Farewell.NO_PAPER);
    }
  }

  // The live lane

  private void show(Joined here, FromClient.Show show, long now) {
    synchronized (this) {
      // Too much of it is dropped; what comes later is newer anyway.
      if (!liveRate.take(now)) {
        return;
      }
    }
    Role role = here.member.role();
    if (role != Role.OWNER && role != Role.WRITER) {
      return;
    }
    JsonNode state = show.s();
    byte[] bytes = state == null || state.isNull() ? null : hubs.frames().write(state);
    if (bytes != null && bytes.length > hubs.config().liveBytes()) {
      close(Farewell.TOO_LARGE);
      return;
    }
    here.hub.show(session, Objects.requireNonNull(show.k()), bytes);
  }

  // Being let in

  /** Lets the client in; what it has missed is found by its position, or begins with a snapshot. */
  void enter(
      Hub hub,
      Member member,
      ClientId client,
      long epoch,
      long seq,
      boolean wantsSnapshot,
      long signInValid,
      byte @Nullable [] welcome) {
    synchronized (this) {
      if (farewell != null || gone) {
        return;
      }
      LedgerReader ledgerReader =
          new LedgerReader(hub.ledger(), this::fetch, epoch, seq, wantsSnapshot);
      LiveReader liveReader = new LiveReader(hub.live(), hub.presence(), hubs.frames(), session);
      joined = new Joined(hub, member, client, ledgerReader, liveReader);
      signInEnds = signInValid;
      if (welcome != null) {
        answers.add(welcome);
        welcomed = true;
      }
      toldState = hub.ledger().state().word();
    }
    hub.join(this, new Presence.Person(session, member.author(), member.name(), member.role()));
    synchronized (this) {
      if (joined != null) {
        joined.live.lookWhoIsHere();
      }
      if (gone) {
        hub.leave(this);
        return;
      }
    }
    wire.wake();
  }

  private void fetch() {
    Joined here = joined;
    if (here != null) {
      here.hub.fetch(this, here.ledger.epoch(), here.ledger.sent(), here.ledger.needsSnapshot());
    }
  }

  void bring(List<LedgerLane.Frame> entries) {
    synchronized (this) {
      if (joined != null) {
        joined.ledger.bring(entries);
      }
    }
    wire.wake();
  }

  /**
   * Begins anew with a snapshot. The numbers of this client that are decided are read after it, so that what is in the
   * snapshot is never sent again.
   */
  void beginAnew(LedgerLane.Snapshot snapshot) {
    Joined here;
    synchronized (this) {
      here = joined;
    }
    if (here == null) {
      return;
    }
    long decided =
        hubs.reading(() -> hubs.archive().decided(paper, here.member.author(), here.client));
    synchronized (this) {
      String state = here.hub.ledger().state().word();
      answers.add(
          hubs.frames()
              .welcome(
                  snapshot.epoch(),
                  Math.max(snapshot.seq(), here.hub.ledger().head()),
                  decided,
                  here.member,
                  state,
                  session));
      toldState = state;
      welcomed = true;
      here.ledger.restart(snapshot);
    }
    wire.wake();
  }

  void notBrought() {
    synchronized (this) {
      if (joined != null) {
        joined.ledger.notBrought();
      }
    }
  }

  /** What this person is on the paper may have changed. */
  void isNow(@Nullable Member member) {
    synchronized (this) {
      if (joined == null) {
        return;
      }
      if (member == null) {
        close(Farewell.REMOVED);
      } else if (!member.may(Action.READ)) {
        close(Farewell.FORBIDDEN);
      } else {
        joined = joined.as(member);
      }
    }
  }

  // Out

  /** One of the lanes, or the state of the store, may have something to tell. */
  void wake() {
    wire.wake();
  }

  void presenceRound() {
    synchronized (this) {
      if (joined != null) {
        joined.live.lookWhoIsHere();
      }
    }
    wire.wake();
  }

  void answer(byte[] frame) {
    synchronized (this) {
      if (farewell != null || gone) {
        return;
      }
      if (answers.size() == MOST_ANSWERS) {
        close(Farewell.SLOW);
        return;
      }
      answers.add(frame);
    }
    wire.wake();
  }

  /** Says why, and ends. */
  void close(Farewell why) {
    synchronized (this) {
      if (farewell != null || gone) {
        return;
      }
      farewell = why;
      farewellAt = System.nanoTime();
    }
    wire.wake();
  }

  /** Ends it without a word, because words do not get through. */
  void cut() {
    wire.cut();
  }

  /** Asked when no write is outstanding, which means that the one before is done. */
  synchronized @Nullable Outgoing next() {
    writing = false;
    if (gone) {
      return null;
    }
    if (farewell != null) {
      if (saidBye) {
        gone = true;
        return new Outgoing.Close(farewell);
      }
      saidBye = true;
      return text(hubs.frames().bye(farewell));
    }
    byte[] frame = choose();
    return frame == null ? null : text(frame);
  }

  private Outgoing text(byte[] frame) {
    writing = true;
    writingSince = System.nanoTime();
    hubs.figures().sent(frame.length);
    return new Outgoing.Text(frame);
  }

  private byte @Nullable [] choose() {
    Joined here = joined;
    if (here != null && here.ledger.inSnapshot()) {
      return here.ledger.next();
    }
    byte[] answer = answers.poll();
    if (answer != null || here == null) {
      return answer;
    }
    if (!welcomed) {
      // The ledger is asked for nothing but to begin the snapshot that brings the welcome.
      return here.ledger.next();
    }
    // Turn and turn about, so that neither lane keeps the other waiting on a slow socket.
    byte[] frame = liveTurn ? here.live.next() : here.ledger.next();
    liveTurn = !liveTurn;
    if (frame == null) {
      frame = liveTurn ? here.live.next() : here.ledger.next();
    }
    return frame != null ? frame : state(here);
  }

  private byte @Nullable [] state(Joined here) {
    PaperState paperState = here.hub.ledger().state();
    String state =
        paperState == PaperState.OPEN && hubs.isStoreAway() ? "readonly" : paperState.word();
    if (state.equals(toldState)) {
      return null;
    }
    toldState = state;
    return hubs.frames().state(state);
  }

  /** The socket is no more. */
  void ended() {
    Joined here;
    synchronized (this) {
      gone = true;
      here = joined;
      answers.clear();
    }
    if (here != null) {
      here.hub.leave(this);
    }
    hubs.ended(this);
  }

  /** Once a second. */
  void tick(long now) {
    boolean stuck;
    synchronized (this) {
      LiveConfig config = hubs.config();
      stuck = writing && now - writingSince > config.writeTimeout().toNanos();
      stuck |= farewell != null && now - farewellAt > CLOSING;
      if (!stuck && farewell == null) {
        if (!greeted && now - openedAt > config.helloTimeout().toNanos()) {
          // Whoever is slow, or waits behind a crowd, does nothing wrong and may try again.
          close(Farewell.HEARTBEAT);
        } else if (joined != null && now - heardAt > config.heartbeat().toNanos() + GRACE) {
          close(Farewell.HEARTBEAT);
        } else if (signInEnds != 0 && now - signInEnds > 0) {
          close(Farewell.TICKET_EXPIRED);
        }
      }
    }
    if (stuck) {
      wire.cut();
    } else {
      wire.wake();
    }
  }
}
