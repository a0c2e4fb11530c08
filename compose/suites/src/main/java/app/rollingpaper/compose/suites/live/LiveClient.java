package app.rollingpaper.compose.suites.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A paper's socket as the page has it: comes back by itself, sends what waits in the outbox just as it was, and keeps a
 * replica at the head of the ledger. Thread-safe; never waits.
 */
public final class LiveClient implements AutoCloseable {
  private static final int NORMAL = 1_000;
  private static final int DRAIN = 4_000;
  private static final int HEARTBEAT = 4_003;
  private static final int RESYNC = 4_004;
  private static final int TICKET_EXPIRED = 4_007;
  private static final int FIRST_FINAL = 4_500;
  private static final int FIRST_UNKNOWN = 5_000;

  private final LiveNetwork network;
  private final Timing timing;
  private final Destination destination;
  private final Outbox outbox;
  private final Replica replica = new Replica();
  private final LiveListener listener;
  private final Wire.Ears ears = new Hearing();
  private final Timers<Timer> timers;
  private final Voice voice = new Voice();

  // Everything below is guarded by this.
  private Status status = Status.IDLE;
  private @Nullable Wire wire;
  private Welcome.Limits limits = Welcome.Limits.USUAL;
  private OpRate rate = new OpRate(limits, System.nanoTime());
  private String session = "";
  private Duration heartbeat = Duration.ofSeconds(25);
  private long expected;
  private @Nullable Long welcomedAt;
  private boolean wantsFreshTicket;
  private @Nullable Bye bye;
  private @Nullable Parts parts;
  private boolean resyncing;
  // The highest number of this client that is known to be decided on this timeline.
  private long settled;
  private long sentUpTo;
  private long everSentUpTo;
  private int busy;
  private long holdUntil = System.nanoTime();
  private int failures;
  private boolean away;

  /** A client that begins to connect with {@link #start}. */
  public LiveClient(
      LiveNetwork network, Destination destination, Outbox outbox, LiveListener listener) {
    this.network = network;
    this.timing = network.timing();
    this.destination = destination;
    this.outbox = outbox;
    this.listener = listener;
    this.timers = new Timers<>(network, this);
  }

  /** Where the connection is. */
  public enum Status {
    IDLE,
    CONNECTING,
    LIVE,
    WAITING,
    ENDED
  }

  private enum Timer {
    PAUSE,
    PATIENCE,
    HEART,
    HOLD,
    GRACE,
    LANE
  }

  private record Bye(int code, boolean retry, Duration after) {}

  /** The parts of a snapshot that have come. */
  private record Parts(long position, int of, int last, List<Note> notes) {
    Parts with(int part, List<Note> more) {
      List<Note> all = new ArrayList<>(notes);
      all.addAll(more);
      return new Parts(position, of, part, all);
    }
  }

  // What it is used for

  public synchronized LiveClient start() {
    if (status == Status.IDLE) {
      leaving();
      connect();
    }
    return this;
  }

  /** Keeps an op and sends it as soon as may be; its number. */
  public synchronized long write(List<Mutation> mutations) {
    Outbox.Kept kept = outbox.add(mutations);
    flush();
    return kept.n();
  }

  /** Says on the live lane what is being done; only the newest of each key counts, and null ends it. */
  public synchronized void say(String key, @Nullable Object state) {
    voice.say(key, state);
    tell();
  }

  /** The network may be gone, or the machine has slept: finds out. */
  public synchronized void probe() {
    if (status == Status.LIVE) {
      ping(timing.patience().dividedBy(2));
    }
  }

  /** There may be a network again: does not sit out the pause. */
  public synchronized void hurry() {
    if (status == Status.WAITING) {
      timers.set(Timer.PAUSE, timing.pause(1, network.random()), this::connect);
    }
  }

  public Replica replica() {
    return replica;
  }

  public Outbox outbox() {
    return outbox;
  }

  public synchronized Status status() {
    return status;
  }

  /** The name of this connection on the live lane. */
  public synchronized String session() {
    return session;
  }

  /** The three states that a person is shown. */
  public synchronized Save save() {
    int count = outbox.count();
    Save.State state = away ? Save.State.OFFLINE : count > 0 ? Save.State.SAVING : Save.State.SAVED;
    return new Save(state, count);
  }

  /** Goes for good, with a word to the server. */
  @Override
  public synchronized void close() {
    leave();
    end(NORMAL);
  }

  /** Is gone at once, as a program that was killed is; its outbox stays. */
  public synchronized void die() {
    end(NORMAL);
  }

  /** Breaks the connection, as a network does; the client goes on. */
  public synchronized void breakConnection() {
    if (wire != null) {
      ended(1_006);
    }
  }

  // Coming and going

  private void become(Status next, int code) {
    if (status == next || status == Status.ENDED) {
      return;
    }
    status = next;
    if (next == Status.LIVE) {
      timers.cancel(Timer.GRACE);
      away = false;
    } else if (next != Status.ENDED) {
      leaving();
    } else {
      away = true;
    }
    listener.status(next, code);
  }

  private void leaving() {
    if (!away && !timers.isSet(Timer.GRACE)) {
      timers.set(Timer.GRACE, timing.grace(), () -> away = true);
    }
  }

  private void connect() {
    become(Status.CONNECTING, 0);
    if (status == Status.ENDED) {
      return;
    }
    bye = null;
    Wire next = new Wire(ears);
    wire = next;
    giveUpAfter(timing.patience().multipliedBy(2));
    next.connect(network, destination, wantsFreshTicket);
  }

  private void giveUpAfter(Duration patience) {
    timers.set(Timer.PATIENCE, patience, () -> ended(HEARTBEAT));
  }

  /** Lets go of the socket without waiting for its close, which may never come. */
  private void drop() {
    Wire open = wire;
    wire = null;
    parts = null;
    resyncing = false;
    for (Timer timer : List.of(Timer.PATIENCE, Timer.HEART, Timer.HOLD, Timer.LANE)) {
      timers.cancel(timer);
    }
    if (open != null) {
      open.cut();
    }
  }

  /** Says goodbye, which may still be under way when this returns. */
  private void leave() {
    Wire open = wire;
    wire = null;
    if (open != null) {
      open.leave();
    }
  }

  private void ended(int closeCode) {
    Bye said = bye;
    Long since = welcomedAt;
    int code = said == null ? closeCode : said.code();
    drop();
    welcomedAt = null;
    if (said != null && !said.retry() || code >= FIRST_FINAL && code < FIRST_UNKNOWN) {
      end(code);
      return;
    }
    wantsFreshTicket = code == TICKET_EXPIRED;
    if (code == RESYNC) {
      replica.forget();
    }
    boolean steady = since != null && System.nanoTime() - since >= timing.steady().toNanos();
    failures = steady ? 0 : failures + 1;
    Duration pause = timing.pause(failures, network.random());
    become(Status.WAITING, code);
    timers.set(Timer.PAUSE, said == null ? pause : pause.plus(said.after()), this::connect);
  }

  private void end(int code) {
    drop();
    become(Status.ENDED, code);
    timers.cancelAll();
  }

  // What comes in

  private final class Hearing implements Wire.Ears {
    @Override
    public void opened(Wire from) {
      synchronized (LiveClient.this) {
        if (from == wire) {
          giveUpAfter(timing.patience());
          OptionalLong epoch = replica.epoch();
          from.send(
              Frames.hello(
                  outbox.client(),
                  epoch,
                  replica.position(),
                  destination.ticket(wantsFreshTicket)));
        }
      }
    }

    @Override
    public void heard(Wire from, String text) {
      synchronized (LiveClient.this) {
        if (from == wire) {
          read(text);
        }
      }
    }

    @Override
    public void ended(Wire from, int code) {
      synchronized (LiveClient.this) {
        if (from == wire) {
          LiveClient.this.ended(code);
        }
      }
    }
  }

  private void read(String text) {
    try {
      JsonNode frame = Frames.read(text);
      if (status == Status.LIVE && !resyncing) {
        // Whatever comes is a sign of life.
        beat();
      }
      understand(frame);
    } catch (IllegalArgumentException senseless) {
      ended(RESYNC);
    }
  }

  private void understand(JsonNode frame) {
    switch (frame.path("t").asText()) {
      case "welcome" -> welcome(Frames.welcome(frame));
      case "ops" -> ops(frame);
      case "snap" -> part(frame);
      case "rej" -> refused(frame);
      case "live" ->
          frame
              .path("l")
              .forEach(
                  told ->
                      listener.live(told.path(0).asText(), told.path(1).asText(), told.path(2)));
      case "presence" ->
          listener.presence(
              sessions(frame.path("on")), sessions(frame.path("off")), frame.path("count").asInt());
      case "state" -> listener.state(frame.path("state").asText());
      case "ping" -> send(Frames.pong(frame.path("ts")));
      case "go" -> go(Duration.ofMillis(Math.max(0, frame.path("in").asLong())));
      case "bye" ->
          bye =
              new Bye(
                  frame.path("code").asInt(DRAIN),
                  frame.path("retry").asBoolean(true),
                  Duration.ofMillis(Math.max(0, frame.path("after").asLong())));
      default -> {
        // A pong, or what a newer server knows.
      }
    }
  }

  private static List<String> sessions(JsonNode people) {
    List<String> sessions = new ArrayList<>();
    people.forEach(one -> sessions.add(one.isArray() ? one.path(0).asText() : one.asText()));
    return sessions;
  }

  private void welcome(Welcome welcome) {
    boolean again = status == Status.LIVE;
    long now = System.nanoTime();
    limits = welcome.limits();
    session = welcome.session();
    heartbeat = Duration.ofSeconds(Math.max(1, welcome.heartbeat()));
    settled = again && expected == welcome.e() ? Math.max(settled, welcome.n()) : welcome.n();
    expected = welcome.e();
    if (!again) {
      welcomedAt = now;
      wantsFreshTicket = false;
      rate = new OpRate(limits, now);
      busy = 0;
      holdUntil = now;
    }
    // A snapshot brings another welcome; nothing that is on its way is sent twice for it.
    sentUpTo = again ? Math.max(sentUpTo, welcome.n()) : welcome.n();
    decided(welcome.n(), welcome.q());
    if (replica.epoch().isEmpty() || replica.epoch().getAsLong() != welcome.e()) {
      // Nothing of another timeline can be built upon; the whole paper follows.
      replica.forget();
      if (welcome.q() == 0) {
        replace(welcome.e(), 0, List.of());
      }
    }
    become(Status.LIVE, 0);
    if (!resyncing) {
      beat();
    }
    listener.welcome(welcome);
    voice.again();
    tell();
    flush();
  }

  private void decided(long upTo, long head) {
    List<Outbox.Kept> done = outbox.decided(upTo);
    if (!done.isEmpty()) {
      listener.decided(done, head);
    }
  }

  private void ops(JsonNode frame) {
    long epoch = frame.path("e").asLong();
    if (parts != null) {
      resync("ops within a snapshot");
      return;
    }
    if (resyncing) {
      return;
    }
    List<Entry> entries = Frames.entries(frame);
    if (replica.epoch().isEmpty() && frame.path("f").asLong() == 1 && epoch == expected) {
      replace(epoch, 0, List.of());
    }
    long before = replica.position();
    List<Entry> fresh = replica.accept(epoch, entries).orElse(null);
    if (fresh == null) {
      resync("have " + before + ", got " + epoch + ":" + frame.path("f").asLong());
      return;
    }
    for (Entry entry : entries) {
      if (entry.c().equals(outbox.client())) {
        busy = 0;
        settled = Math.max(settled, entry.n());
        outbox.drop(entry.n()).ifPresent(op -> listener.saved(op.n(), entry));
      }
    }
    if (!fresh.isEmpty()) {
      listener.entries(epoch, fresh);
    }
  }

  private void part(JsonNode frame) {
    long position = frame.path("q").asLong();
    int part = frame.path("part").asInt();
    int of = frame.path("of").asInt();
    Parts before = part == 1 ? new Parts(position, of, 0, List.of()) : parts;
    if (before == null
        || before.position() != position
        || before.of() != of
        || before.last() + 1 != part) {
      resync("parts of a snapshot");
      return;
    }
    Parts now = before.with(part, Frames.notes(frame));
    if (part < of) {
      parts = now;
      return;
    }
    parts = null;
    resyncing = false;
    beat();
    replace(frame.path("e").asLong(), position, now.notes());
  }

  private void replace(long epoch, long position, List<Note> notes) {
    replica.replace(epoch, position, notes);
    listener.snapshot(epoch, position);
  }

  /** Asks for the whole paper, once. */
  private void resync(String why) {
    parts = null;
    if (!resyncing) {
      resyncing = true;
      send(Frames.resync(why));
      giveUpAfter(timing.patience());
    }
  }

  private void refused(JsonNode frame) {
    long n = frame.path("n").asLong();
    String code = frame.path("code").asText();
    if (code.equals("gap")) {
      gap(frame.path("want").asLong());
    } else if (frame.path("retry").asBoolean()) {
      sentUpTo = Math.min(sentUpTo, n - 1);
      patiently();
    } else {
      busy = 0;
      outbox.drop(n).ifPresent(op -> listener.refused(op, code));
    }
  }

  private void gap(long want) {
    // What is known to be decided was asked for before that was known: it only means to send again
    // what waits.
    List<Outbox.Kept> waiting = want > settled ? outbox.waiting() : List.of();
    if (!waiting.isEmpty() && want < waiting.getFirst().n()) {
      // The ledger does not know numbers that were decided: it was set back. What waits takes their
      // place.
      outbox.renumber(want);
    } else if (!waiting.isEmpty() && want > waiting.getFirst().n()) {
      decided(want - 1, replica.position());
    }
    sentUpTo = Math.min(sentUpTo, Math.max(want, settled + 1) - 1);
    patiently();
  }

  /** Goes on sending after a pause that grows while it is refused. */
  private void patiently() {
    long now = System.nanoTime();
    if (now - holdUntil >= 0) {
      long longest = timing.longest(++busy).toNanos();
      holdUntil = now + longest / 2 + (long) (network.random().nextDouble() * longest / 2);
    }
    timers.set(Timer.HOLD, Duration.ofNanos(holdUntil - now), this::flush);
  }

  private void go(Duration within) {
    Duration pause = Duration.ofMillis((long) (network.random().nextDouble() * within.toMillis()));
    Wire leaving = wire;
    timers.set(
        Timer.PAUSE,
        pause,
        () -> {
          if (leaving == wire) {
            leave();
            drop();
            welcomedAt = null;
            become(Status.WAITING, DRAIN);
            connect();
          }
        });
  }

  // What goes out

  private boolean send(String text) {
    return wire != null && wire.send(text);
  }

  /** Sends what is kept and not sent yet, in order, as fast as it is allowed. */
  private void flush() {
    if (status != Status.LIVE) {
      return;
    }
    long now = System.nanoTime();
    if (now - holdUntil < 0) {
      timers.set(Timer.HOLD, Duration.ofNanos(holdUntil - now), this::flush);
      return;
    }
    for (Outbox.Kept op : outbox.waiting()) {
      if (op.n() <= sentUpTo) {
        continue;
      }
      if (op.frame().getBytes(StandardCharsets.UTF_8).length > limits.frame()) {
        unsendable(op);
        return;
      }
      Duration wait = rate.take(now);
      if (!wait.isZero() || !send(op.frame())) {
        timers.set(Timer.HOLD, wait.plusMillis(1), this::flush);
        return;
      }
      sentUpTo = op.n();
      listener.sent(op, op.n() <= everSentUpTo);
      everSentUpTo = Math.max(everSentUpTo, op.n());
    }
  }

  /** It would end the connection: it is refused here, and its number goes to what follows. */
  private void unsendable(Outbox.Kept op) {
    outbox.drop(op.n());
    outbox.renumber(op.n());
    listener.refused(op, "size");
    flush();
  }

  private void tell() {
    if (status == Status.LIVE) {
      voice
          .tell(limits.live(), System.nanoTime(), this::send)
          .ifPresent(wait -> timers.set(Timer.LANE, wait, this::tell));
    }
  }

  // Signs of life

  // What comes says that the server is there. It has to hear from here as well, though: whoever
  // only looks on pings however much is going on.
  private void beat() {
    timers.cancel(Timer.PATIENCE);
    if (!timers.isSet(Timer.HEART)) {
      timers.set(Timer.HEART, heartbeat, () -> ping(timing.patience()));
    }
  }

  private void ping(Duration patience) {
    timers.cancel(Timer.HEART);
    send(Frames.ping(System.currentTimeMillis()));
    giveUpAfter(patience);
  }
}
