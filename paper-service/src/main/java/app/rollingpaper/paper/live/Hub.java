package app.rollingpaper.paper.live;

import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import app.rollingpaper.paper.ledger.Archive;
import app.rollingpaper.paper.ledger.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A paper that is open on this instance: its ledger lane, its live lane and those who follow them. Thread-safe; only what
 * says so waits.
 */
final class Hub {
  private static final Logger log = LoggerFactory.getLogger(Hub.class);

  /** Entries that a reader is given from the table; who has missed more is better off with a snapshot. */
  private static final int LARGEST_CATCH_UP = 2_048;

  private static final int TABLE_PAGE = 256;

  /** How long an entry that is missing may be on its way here before it is read from the table. */
  private static final long ON_ITS_WAY = Duration.ofMillis(20).toNanos();

  private static final long LEDGER_PAUSE = Duration.ofMillis(20).toNanos();
  private static final long SHORTEST_LIVE_ROUND = Duration.ofMillis(10).toNanos();
  private static final long LONGEST_LIVE_ROUND = Duration.ofMillis(33).toNanos();

  /** Whoever comes or goes is told of at once, and all who did meanwhile together after a pause. */
  private static final long SHORTEST_PRESENCE_ROUND = Duration.ofSeconds(1).toNanos();

  private static final long SHORTEST_TELL_ROUND = Duration.ofMillis(500).toNanos();

  /** The more of them, the more frames a round is, and the more names each telling. */
  private static final long CROWD_ROUND_FOR_EACH = Duration.ofMillis(50).toNanos();

  private static final long LONGEST_CROWD_ROUND = Duration.ofSeconds(4).toNanos();

  private final PaperId paper;
  private final Hubs hubs;
  private final Frames frames;
  private final LedgerLane ledger;
  private final LiveLane live;
  private final Presence presence = new Presence();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Rounds ledgerRounds;
  private final Rounds liveRounds;
  private final Rounds presenceRounds;
  private final Rounds tellRounds;
  private final ReentrantLock opening = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicBoolean catchingUp = new AtomicBoolean();
  private volatile long emptySince;
  // Positions in the live lane up to which other instances have been told.
  private long toldLive;
  private volatile boolean tellAll;

  Hub(PaperId paper, Hubs hubs, Frames frames) {
    this.paper = paper;
    this.hubs = hubs;
    this.frames = frames;
    this.ledger = new LedgerLane(frames);
    this.live = new LiveLane(frames);
    this.ledgerRounds =
        Rounds.halfOfTheTime(
            "ledger-" + paper, LEDGER_PAUSE, () -> connections.forEach(Connection::wake));
    this.liveRounds =
        Rounds.eighthOfTheTime(
            "live-" + paper, SHORTEST_LIVE_ROUND, LONGEST_LIVE_ROUND, this::liveRound);
    this.presenceRounds =
        Rounds.every(
            "presence-" + paper,
            () -> crowdRound(SHORTEST_PRESENCE_ROUND),
            () -> connections.forEach(Connection::presenceRound));
    this.tellRounds =
        Rounds.every("tell-" + paper, () -> crowdRound(SHORTEST_TELL_ROUND), this::tell);
    this.emptySince = System.nanoTime();
  }

  private long crowdRound(long shortest) {
    return Math.clamp(CROWD_ROUND_FOR_EACH * connections.size(), shortest, LONGEST_CROWD_ROUND);
  }

  PaperId paper() {
    return paper;
  }

  LedgerLane ledger() {
    return ledger;
  }

  LiveLane live() {
    return live;
  }

  Presence presence() {
    return presence;
  }

  Set<Connection> connections() {
    return connections;
  }

  /** Somebody is about to come. */
  void touch() {
    emptySince = System.nanoTime();
  }

  boolean isUnusedFor(long nanos, long now) {
    return connections.isEmpty() && now - emptySince > nanos;
  }

  // Opening

  /** Listens first, then reads how far the paper is, so that nothing falls between. Waits for the database. */
  void open() {
    if (ledger.isLoaded()) {
      return;
    }
    opening.lock();
    try {
      if (ledger.isLoaded()) {
        return;
      }
      try {
        hubs.bus().listen(paper).get(250, TimeUnit.MILLISECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException slow) {
        log.debug("event=not_listening paper={}", paper);
      }
      Archive.Position position = hubs.archive().position(paper).orElseThrow();
      if (position.state() != PaperState.OPEN) {
        live.discard();
      }
      ledger.load(position);
      hubs.bus().publish(paper, hubs.codec().who());
    } finally {
      opening.unlock();
    }
    catchUpIfBehind();
  }

  // Coming and going

  void join(Connection connection, Presence.Person person) {
    connections.add(connection);
    presence.join(person);
    presenceRounds.ask();
    tellRounds.ask();
  }

  void leave(Connection connection) {
    if (!connections.remove(connection)) {
      return;
    }
    if (connections.isEmpty()) {
      emptySince = System.nanoTime();
    }
    presence.leave(connection.session());
    endLive(Set.of(connection.session()), System.nanoTime());
    if (!hubs.isLeaving()) {
      // Else those who are still here go as well, and see who is there when they have come back.
      presenceRounds.ask();
    }
    tellRounds.ask();
  }

  void tellWhoIsHere() {
    presenceRounds.ask();
  }

  int count(UUID author) {
    int count = 0;
    for (Connection connection : connections) {
      if (connection.isOf(author)) {
        count++;
      }
    }
    return count;
  }

  // The ledger lane

  /** This instance has committed these. */
  void committed(long epoch, List<Op> ops) {
    take(epoch, ops);
  }

  private void take(long epoch, List<Op> ops) {
    boolean news = ledger.take(epoch, ops);
    if (ledger.state() != PaperState.OPEN) {
      live.discard();
    }
    if (news) {
      ledgerRounds.ask();
      if (ledger.state() == PaperState.CANCELLED) {
        hubs.checkMembers(this);
      }
    }
    catchUpIfBehind();
  }

  /** Somebody knows of an entry with this number. */
  void hear(long epoch, long seq) {
    if (ledger.hear(epoch, seq)) {
      if (epoch > ledger.epoch()) {
        reopen();
      } else {
        catchUpIfBehind();
      }
    }
  }

  /** The database goes on on another timeline: everybody begins anew. */
  private void reopen() {
    Thread.ofVirtual()
        .name("reopen-" + paper)
        .start(
            () -> {
              try {
                hubs.archive().position(paper).ifPresent(ledger::load);
                ledgerRounds.ask();
              } catch (RuntimeException away) {
                hubs.storeAway(away);
              }
            });
  }

  private void catchUpIfBehind() {
    if (ledger.missing() && catchingUp.compareAndSet(false, true)) {
      Thread.ofVirtual().name("catch-up-" + paper).start(this::catchUp);
    }
  }

  /** Reads from the table what is missing here, unless it comes by itself. */
  private void catchUp() {
    try {
      if (hubs.bus().connected()) {
        LockSupport.parkNanos(ON_ITS_WAY);
      }
      while (ledger.missing()) {
        Archive.Entries entries = hubs.archive().since(paper, ledger.head(), LedgerLane.RING);
        if (entries.ops().isEmpty()) {
          ledger.nothingMissing(entries.epoch());
          break;
        }
        if (ledger.take(entries.epoch(), entries.ops())) {
          ledgerRounds.ask();
        }
        if (ledger.state() != PaperState.OPEN) {
          live.discard();
        }
      }
    } catch (RuntimeException away) {
      // The next look at the heads brings us back here.
      hubs.storeAway(away);
    } finally {
      catchingUp.set(false);
    }
  }

  /** Brings a reader what is no longer in memory: entries from the table, or everything. Does not wait. */
  void fetch(Connection connection, long epoch, long sent, boolean wantsSnapshot) {
    Thread.ofVirtual()
        .name("fetch-" + paper)
        .start(
            () -> {
              try {
                boolean near = epoch == ledger.epoch() && ledger.head() - sent <= LARGEST_CATCH_UP;
                Optional<List<LedgerLane.Frame>> entries =
                    wantsSnapshot || !near ? Optional.empty() : fromTable(epoch, sent);
                if (entries.isPresent()) {
                  hubs.figures().fromTable();
                  connection.bring(entries.get());
                } else {
                  connection.beginAnew(snapshot());
                }
              } catch (RuntimeException away) {
                hubs.storeAway(away);
                connection.notBrought();
              }
            });
  }

  private Optional<List<LedgerLane.Frame>> fromTable(long epoch, long sent) {
    Archive.Entries entries = hubs.reading(() -> hubs.archive().since(paper, sent, TABLE_PAGE));
    if (entries.epoch() != epoch
        || entries.ops().isEmpty()
        || entries.ops().getFirst().seq() != sent + 1) {
      return Optional.empty();
    }
    List<LedgerLane.Frame> brought = new ArrayList<>();
    List<byte[]> frame = new ArrayList<>();
    int size = 0;
    long from = sent + 1;
    for (Op op : entries.ops()) {
      byte[] entry = frames.entry(op);
      if (size + entry.length > Frames.LARGEST - 128 && !frame.isEmpty()) {
        brought.add(new LedgerLane.Frame(op.seq() - 1, frames.ops(epoch, from, frame)));
        frame.clear();
        size = 0;
        from = op.seq();
      }
      frame.add(entry);
      size += entry.length + 1;
    }
    brought.add(
        new LedgerLane.Frame(entries.ops().getLast().seq(), frames.ops(epoch, from, frame)));
    return Optional.of(brought);
  }

  /** The whole paper, read once for all who come about the same time. Waits for the database. */
  LedgerLane.Snapshot snapshot() {
    LedgerLane.Snapshot kept = ledger.snapshot();
    if (kept != null) {
      return kept;
    }
    reading.lock();
    try {
      kept = ledger.snapshot();
      if (kept != null) {
        return kept;
      }
      long deletions = ledger.deletions();
      Archive.Whole whole = hubs.reading(() -> hubs.archive().whole(paper)).orElseThrow();
      Archive.Position at = whole.at();
      LedgerLane.Snapshot read =
          new LedgerLane.Snapshot(
              at.epoch(), at.seq(), frames.snapshot(at.epoch(), at.seq(), whole.notes()));
      hubs.figures().snapshot();
      ledger.keep(read, deletions);
      hear(at.epoch(), at.seq());
      return read;
    } finally {
      reading.unlock();
    }
  }

  // The live lane

  /** A session here shows something; null ends it. */
  void show(String session, String key, byte @Nullable [] state) {
    if (live.show(session, key, hubs.stamp(), true, state, System.nanoTime())) {
      liveRounds.ask();
    }
  }

  private void endLive(Set<String> gone, long now) {
    boolean news = false;
    for (String session : gone) {
      news |= live.end(session, now);
    }
    if (news) {
      liveRounds.ask();
    }
  }

  private void liveRound() {
    live.round();
    connections.forEach(Connection::wake);
    List<LiveLane.Told> values = live.toldSince(toldLive);
    toldLive = live.version();
    if (!values.isEmpty()) {
      hubs.bus().publish(paper, hubs.codec().shown(values));
    }
  }

  private void tell() {
    hubs.bus().publish(paper, hubs.codec().here(hubs.stamp(), presence.here()));
    if (tellAll) {
      tellAll = false;
      List<LiveLane.Told> values = live.toldSince(0);
      if (!values.isEmpty()) {
        hubs.bus().publish(paper, hubs.codec().shown(values));
      }
    }
  }

  /** Says again who is here and what they show, for those who do not know. */
  void introduce() {
    tellAll = true;
    tellRounds.ask();
  }

  void ask() {
    hubs.bus().publish(paper, hubs.codec().who());
  }

  // The bus

  void heard(String instance, BusMessage message) {
    long now = System.nanoTime();
    switch (message) {
      case BusMessage.Committed committed -> take(committed.epoch(), committed.ops());
      case BusMessage.Head head -> hear(head.epoch(), head.seq());
      case BusMessage.Shown shown -> {
        boolean news = false;
        boolean strange = false;
        for (LiveLane.Told told : shown.values()) {
          if (presence.knows(instance, told.session())) {
            byte[] state = told.state().length == 4 && told.state()[0] == 'n' ? null : told.state();
            news |= live.show(told.session(), told.key(), told.stamp(), false, state, now);
          } else {
            strange = true;
          }
        }
        if (strange) {
          hubs.askSoon(this);
        }
        if (news) {
          liveRounds.ask();
        }
      }
      case BusMessage.Here here -> {
        endLive(presence.tell(instance, here.stamp(), here.people(), now), now);
        presenceRounds.ask();
      }
      case BusMessage.Who _ -> {
        if (!connections.isEmpty()) {
          introduce();
        }
      }
    }
  }

  // Time goes by

  /** Once a second. */
  void tick(long now) {
    live.forgetEnded(
        now - hubs.config().writeTimeout().toNanos() - Duration.ofSeconds(5).toNanos());
    Set<String> silent = presence.forgetSilent(now - Duration.ofSeconds(65).toNanos());
    endLive(silent, now);
    if (!silent.isEmpty()) {
      presenceRounds.ask();
    }
  }

  /** The store has gone or is back. */
  void storeChanged() {
    connections.forEach(Connection::wake);
  }

  Set<UUID> authors() {
    Set<UUID> authors = new HashSet<>();
    connections.forEach(connection -> connection.author().ifPresent(authors::add));
    return authors;
  }
}
