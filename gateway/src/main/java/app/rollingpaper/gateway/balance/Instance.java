package app.rollingpaper.gateway.balance;

import app.rollingpaper.gateway.discovery.Listing.Address;
import app.rollingpaper.gateway.discovery.Listing.Entry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One process of a service, as the gateway sees it. What is known of it is changed only by {@link Fleet}, under its lock; the
 * traffic may be counted by any thread.
 */
public final class Instance {
  /** What is known about an instance. */
  public enum State {
    /** Listed, not yet checked. */
    JOINING,
    UP,
    /** Alive, and says itself that it takes no requests. */
    NOT_READY,
    /** Told to take no more requests; those it has, it finishes. */
    DRAINING,
    /** Well by its checks, out for a while for its failures in a row. */
    EJECTED,
    DOWN
  }

  /** Stands in for weight 0 where shares are computed: such instances are only compared with each other. */
  private static final double LEAST_WEIGHT = 0.01;

  /** What an instance that comes back gets of its share at first. */
  private static final double FIRST_SHARE = 0.1;

  private static final int LONGEST_EJECTION = 12;
  private static final long LONG_AGO = TimeUnit.DAYS.toNanos(1);

  private final String service;
  private final long hash;
  private final Traffic traffic = new Traffic();
  private final Waiting waiting = new Waiting();
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private volatile Entry entry;
  private volatile int weight;
  private volatile State state = State.JOINING;
  private volatile @Nullable Ramp ramp;
  private volatile long refusedAt = System.nanoTime() - LONG_AGO;
  private long ejectedUntil;
  private int ejections;
  private boolean startsAtOnce;
  private int successes;
  private int misses;

  /**
   * An instance about which nothing is known yet.
   *
   * @param founding whether it is among the first of its service: the others are then as cold as it is
   */
  Instance(String service, Entry entry, boolean founding) {
    this.service = service;
    this.startsAtOnce = founding;
    this.entry = entry;
    this.weight = entry.weight();
    this.hash = Choice.hash(entry.address().id());
  }

  public String service() {
    return service;
  }

  public String id() {
    return entry.address().id();
  }

  public Address address() {
    return entry.address();
  }

  /** Of the program that runs there; empty when the listing does not say. */
  public String version() {
    return entry.version();
  }

  /** Of the deploy it belongs to; empty when the listing does not say. */
  public String colour() {
    return entry.colour();
  }

  /** Its share among the instances of its service, 0 to 100. */
  public int weight() {
    return weight;
  }

  public State state() {
    return state;
  }

  public Traffic traffic() {
    return traffic;
  }

  /** Those who wait for an answer from here. */
  public Waiting waiting() {
    return waiting;
  }

  long hash() {
    return hash;
  }

  /** What it counts for right now. */
  double weightAt(long now) {
    return Math.max(LEAST_WEIGHT, weight) * shareAt(now);
  }

  /** How much of its weight it is given: less than 1 while it is spared, 1 otherwise. */
  public double shareAt(long now) {
    Ramp climbing = ramp;
    if (climbing == null) {
      return 1;
    }
    double share = climbing.shareAt(now);
    if (share >= 1) {
      ramp = null;
      return 1;
    }
    return share;
  }

  /** From now on it is given its share little by little, but for the first time of a founding instance. */
  void startSlowly(long now, Duration time) {
    ramp = startsAtOnce || time.isZero() ? null : new Ramp(now, time.toNanos());
    startsAtOnce = false;
  }

  /** Counts an answer; how many failures in a row that makes. */
  int failuresInARow(boolean failed) {
    if (failed) {
      return failuresInARow.incrementAndGet();
    }
    if (failuresInARow.get() != 0) {
      failuresInARow.set(0);
    }
    return 0;
  }

  /** It has just said that it cannot answer. */
  void refuses(long now) {
    refusedAt = now;
  }

  boolean refusedSince(long nanoTime) {
    return refusedAt - nanoTime > 0;
  }

  /** Out for a while, each time longer. */
  void eject(long now, Duration first) {
    ejections++;
    ejectedUntil = now + first.toNanos() * Math.min(ejections, LONGEST_EJECTION);
    decline(State.EJECTED);
  }

  /** Takes over what the listing says of it now. A weight that was set by hand holds until the listed one changes. */
  void listedAs(Entry next) {
    if (next.weight() != entry.weight()) {
      weight = next.weight();
    }
    entry = next;
  }

  void weigh(int next) {
    weight = next;
  }

  /** Takes one more result of the active check into account. */
  State after(Verdict verdict, int fall, int rise, long now) {
    switch (verdict) {
      case READY -> {
        misses = 0;
        successes++;
        boolean served = state != State.EJECTED || now - ejectedUntil >= 0;
        if (state != State.UP && served && (state == State.JOINING || successes >= rise)) {
          // Only answers speak against failures as long as it is up: a check says nothing of them.
          failuresInARow.set(0);
          state = State.UP;
        }
      }
      case NOT_READY -> decline(State.NOT_READY);
      case DRAINING -> decline(State.DRAINING);
      case NO_ANSWER -> {
        successes = 0;
        misses++;
        if (misses >= fall || state != State.UP) {
          state = State.DOWN;
        }
      }
    }
    return state;
  }

  /** Out now, whatever the last checks said. */
  void decline(State now) {
    successes = 0;
    misses = 0;
    state = now;
  }

  /** As if it had just been listed: the next good check is enough. */
  void rejoin() {
    decline(State.JOINING);
  }

  /** The way from the first share to the whole. */
  private record Ramp(long from, long nanos) {
    double shareAt(long now) {
      return FIRST_SHARE + (1 - FIRST_SHARE) * (now - from) / nanos;
    }
  }
}
