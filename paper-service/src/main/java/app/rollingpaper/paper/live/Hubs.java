package app.rollingpaper.paper.live;

import app.rollingpaper.common.auth.TokenVerifier;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.paper.access.Access;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.ledger.Archive;
import app.rollingpaper.paper.ledger.CommitListener;
import app.rollingpaper.paper.ledger.Ledger;
import app.rollingpaper.paper.ledger.LedgerLimits;
import app.rollingpaper.paper.ledger.Op;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The papers that are open on this instance, and what goes on by itself: listening to the bus and to this instance's own
 * commits, looking at the heads of the ledgers in case the bus has lost something, looking whether those connected still
 * belong, and letting go of what is silent. Thread-safe.
 */
public final class Hubs implements CommitListener, LiveBus.Listener, AutoCloseable {
  /** As many clients as two cores that are busy with others take in again within a second. */
  private static final int GENTLE_RETURNS_PER_SECOND = 20;

  /** As many as they take in when they do nothing else. */
  private static final int MOST_RETURNS_PER_SECOND = 1_000;

  /** For who was asked to go last. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(Hubs.class);
  private static final int READERS_OF_THE_TABLE = 2;
  private static final long SLOW_STORE = Duration.ofSeconds(3).toNanos();
  private static final long INTRODUCTIONS = Duration.ofSeconds(20).toNanos();
  private static final long ASK_AT_MOST_EVERY = Duration.ofSeconds(1).toNanos();

  private final LiveConfig config;
  private final Archive archive;
  private final Access access;
  private final LiveBus bus;
  private final Frames frames;
  private final FrameReader reader;
  private final BusMessage.Codec codec;
  private final Figures figures = new Figures();
  private final Door door;
  private final String instance;
  private final ConcurrentMap<PaperId, Hub> hubs = new ConcurrentHashMap<>();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<PaperId, Long> asked = new ConcurrentHashMap<>();
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong stamps = new AtomicLong();
  private final Semaphore readers = new Semaphore(READERS_OF_THE_TABLE, true);
  private final List<Thread> threads = new ArrayList<>();
  private final BooleanSupplier draining;
  private volatile boolean storeAway;
  private volatile long lookingSince;
  private volatile boolean lookNow;
  private volatile boolean leaving;
  private volatile long goneBy;
  private volatile boolean closed;

  /**
   * @param draining whether this instance is about to go
   */
  public Hubs(
      LiveConfig config,
      LedgerLimits limits,
      Archive archive,
      Access access,
      TokenVerifier tokens,
      LiveBus bus,
      Ids ids,
      ObjectMapper json,
      MeterRegistry metrics,
      BooleanSupplier draining) {
    this.config = config;
    this.archive = archive;
    this.access = access;
    this.bus = bus;
    this.draining = draining;
    this.instance = Long.toString(ids.next().getLeastSignificantBits() & 0xff_ffff_ffffL, 36);
    this.frames =
        new Frames(
            json,
            new Frames.Limits(
                config.frameBytes(),
                config.opsPerSecond(),
                config.opsBurst(),
                config.livePerSecond(),
                config.liveBytes(),
                limits.notesPerPaper(),
                limits.textBytesPerPaper()),
            (int) config.heartbeat().toSeconds(),
            config.instance().isEmpty() ? instance : config.instance());
    this.reader = new FrameReader(json);
    this.codec = new BusMessage.Codec(instance, frames, json);
    this.door = new Door(this, access, tokens);
    figures.register(metrics, hubs::size, () -> bus.connected() ? 1 : 0);
  }

  /** Begins to listen and to look. */
  public void start() {
    bus.start(this);
    threads.add(Thread.ofVirtual().name("live-heads").start(() -> repeat(this::lookAtHeads)));
    threads.add(Thread.ofVirtual().name("live-members").start(() -> repeat(this::lookAtMembers)));
    threads.add(Thread.ofVirtual().name("live-clock").start(() -> repeat(this::tick)));
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private void repeat(Step step) {
    while (!closed) {
      try {
        step.run();
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException failed) {
        if (!closed) {
          log.warn("event=live_step_failed", failed);
        }
      }
    }
  }

  // What the parts need of each other

  LiveConfig config() {
    return config;
  }

  Archive archive() {
    return archive;
  }

  LiveBus bus() {
    return bus;
  }

  Frames frames() {
    return frames;
  }

  FrameReader reader() {
    return reader;
  }

  BusMessage.Codec codec() {
    return codec;
  }

  Figures figures() {
    return figures;
  }

  Door door() {
    return door;
  }

  long stamp() {
    return stamps.incrementAndGet();
  }

  /** Reads for somebody who has fallen behind; few at a time, so that they do not take the database from the writers. */
  <T> T reading(Supplier<T> read) {
    readers.acquireUninterruptibly();
    try {
      return read.get();
    } finally {
      readers.release();
    }
  }

  // Connections

  /** Whether one more fits. */
  boolean hasRoom() {
    return figures.sockets() < config.sockets() && !draining.getAsBoolean();
  }

  int sockets() {
    return figures.sockets();
  }

  Connection connect(Ledger ledger, PaperId paper, @Nullable Principal caller, Wire wire) {
    String session = instance + "-" + Long.toString(sessions.incrementAndGet(), 36);
    Connection connection = new Connection(this, ledger, paper, caller, wire, session);
    figures.opened();
    connections.add(connection);
    return connection;
  }

  void ended(Connection connection) {
    if (connections.remove(connection)) {
      figures.closed();
    }
  }

  /** The hub of a paper, opened by whoever comes first. */
  Hub hub(PaperId paper) {
    return hubs.compute(
        paper,
        (_, open) -> {
          Hub hub = open == null ? new Hub(paper, this, frames) : open;
          hub.touch();
          return hub;
        });
  }

  /** Whether a hub is still the one of its paper. */
  boolean isOpen(Hub hub) {
    return hubs.get(hub.paper()) == hub;
  }

  // News

  @Override
  public void committed(PaperId paper, long epoch, List<Op> ops) {
    try {
      Hub hub = hubs.get(paper);
      if (hub != null) {
        hub.committed(epoch, ops);
      }
      bus.publish(paper, codec.committed(epoch, ops));
      storeBack();
    } catch (RuntimeException failed) {
      log.error("event=commit_not_told paper={}", paper, failed);
    }
  }

  @Override
  public void heard(PaperId paper, byte[] message) {
    Hub hub = hubs.get(paper);
    if (hub != null) {
      codec.read(message).ifPresent(from -> hub.heard(from.instance(), from.message()));
    }
  }

  @Override
  public void returned() {
    lookNow = true;
    hubs.values()
        .forEach(
            hub -> {
              hub.ask();
              hub.introduce();
            });
  }

  /** Asks the others who is on a paper, unless that has just been done. */
  void askSoon(Hub hub) {
    long now = System.nanoTime();
    Long before = asked.get(hub.paper());
    if (before == null || now - before > ASK_AT_MOST_EVERY) {
      asked.put(hub.paper(), now);
      hub.ask();
    }
  }

  // The store

  /** Something that needed the database has failed. */
  void storeAway(Throwable failed) {
    if (!storeAway) {
      storeAway = true;
      log.warn("event=store_away cause={}", failed.getClass().getSimpleName());
      hubs.values().forEach(Hub::storeChanged);
    }
  }

  private void storeBack() {
    if (storeAway) {
      storeAway = false;
      log.info("event=store_back");
      hubs.values().forEach(Hub::storeChanged);
    }
  }

  boolean isStoreAway() {
    return storeAway;
  }

  /** One query for all open papers: often while there is no bus, and now and then while there is, for what it has lost. */
  private void lookAtHeads() throws InterruptedException {
    long begin = System.nanoTime();
    while (!lookNow
        && System.nanoTime() - begin
            < (bus.connected() && !storeAway ? config.headWatchWithBus() : config.headWatch())
                .toNanos()) {
      Thread.sleep(Math.min(100, config.headWatch().toMillis()));
    }
    lookNow = false;
    Set<PaperId> open = Set.copyOf(hubs.keySet());
    if (open.isEmpty() && !storeAway) {
      return;
    }
    try {
      lookingSince = System.nanoTime();
      Archive.Heads heads = archive.heads(open);
      lookingSince = 0;
      storeBack();
      heads.heads().forEach((paper, head) -> hear(paper, heads.epoch(), head));
    } catch (RuntimeException away) {
      lookingSince = 0;
      if (!closed) {
        storeAway(away);
      }
    }
  }

  private void hear(PaperId paper, long epoch, long head) {
    Hub hub = hubs.get(paper);
    if (hub != null) {
      hub.hear(epoch, head);
    }
  }

  // Membership

  private void lookAtMembers() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(config.membershipCheck().toNanos());
    for (Hub hub : hubs.values()) {
      if (storeAway) {
        return;
      }
      lookAtMembersOf(hub);
    }
  }

  private void lookAtMembersOf(Hub hub) {
    Set<UUID> authors = hub.authors();
    if (authors.isEmpty()) {
      return;
    }
    try {
      Map<UUID, Member> members = access.members(hub.paper(), authors);
      for (Connection connection : hub.connections()) {
        // Whoever has come in since was looked up then.
        connection
            .author()
            .filter(authors::contains)
            .ifPresent(author -> connection.isNow(members.get(author)));
      }
    } catch (RuntimeException away) {
      storeAway(away);
    }
  }

  /** Somebody may have left a paper; does not wait. */
  public void lookAtMembers(PaperId paper) {
    Hub hub = hubs.get(paper);
    if (hub != null) {
      checkMembers(hub);
    }
  }

  /** Looks now, because something has happened; does not wait. */
  void checkMembers(Hub hub) {
    Thread.ofVirtual().name("members-" + hub.paper()).start(() -> lookAtMembersOf(hub));
  }

  // Time goes by

  private long introducedAt = System.nanoTime();

  private void tick() throws InterruptedException {
    Thread.sleep(Math.min(1_000, Math.max(50, config.keepHub().toMillis() / 4)));
    long now = System.nanoTime();
    long looking = lookingSince;
    if (looking != 0 && now - looking > SLOW_STORE) {
      storeAway(new TimeoutException("the store is slow"));
    }
    connections.forEach(connection -> connection.tick(now));
    boolean introduce = now - introducedAt > INTRODUCTIONS;
    if (introduce) {
      introducedAt = now;
    }
    for (Hub hub : hubs.values()) {
      hub.tick(now);
      if (introduce && !hub.connections().isEmpty()) {
        hub.introduce();
      }
      closeIfUnused(hub, now);
    }
    asked.values().removeIf(at -> now - at > ASK_AT_MOST_EVERY);
    if (draining.getAsBoolean()) {
      askToGo();
    } else if (leaving) {
      leaving = false;
      hubs.values().forEach(Hub::tellWhoIsHere);
    }
  }

  private void closeIfUnused(Hub hub, long now) {
    hubs.computeIfPresent(
        hub.paper(),
        (paper, open) -> {
          if (open == hub && hub.isUnusedFor(config.keepHub().toNanos(), now)) {
            bus.ignore(paper);
            return null;
          }
          return open;
        });
  }

  /**
   * Over how long everybody is sent elsewhere: so slowly that others hardly notice, as far as the time for it allows, but
   * never more at a time than they can take in.
   */
  private Duration spread() {
    Duration gently = Duration.ofSeconds(connections.size()).dividedBy(GENTLE_RETURNS_PER_SECOND);
    Duration least = Duration.ofSeconds(connections.size()).dividedBy(MOST_RETURNS_PER_SECOND);
    Duration allowed = gently.compareTo(config.drainSpread()) < 0 ? gently : config.drainSpread();
    return allowed.compareTo(least) < 0 ? least : allowed;
  }

  /** Asks everybody to go elsewhere, once: to be asked again is to draw another moment. */
  private synchronized void askToGo() {
    if (leaving) {
      return;
    }
    leaving = true;
    Duration spread = spread();
    goneBy = System.nanoTime() + spread.plus(GRACE).toNanos();
    // Each draws a moment within it: drawn here as well, most would come back at its beginning.
    byte[] go = frames.go(Math.max(1, spread.toMillis()), "drain");
    connections.forEach(connection -> connection.answer(go));
  }

  /** Whether everybody has been asked to go elsewhere. */
  boolean isLeaving() {
    return leaving;
  }

  /** Asks everybody to go elsewhere, waits until they have, and ends the rest. */
  void release() throws InterruptedException {
    askToGo();
    while (!connections.isEmpty() && System.nanoTime() - goneBy < 0) {
      Thread.sleep(20);
    }
    connections.forEach(connection -> connection.close(Farewell.DRAIN));
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (!connections.isEmpty() && System.nanoTime() - end < 0) {
      Thread.sleep(10);
    }
    connections.forEach(Connection::cut);
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    bus.close();
  }
}
