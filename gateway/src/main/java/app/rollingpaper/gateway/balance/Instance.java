package app.rollingpaper.gateway.balance;

import app.rollingpaper.gateway.discovery.Listing.Address;
import app.rollingpaper.gateway.discovery.Listing.Entry;

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
    DOWN
  }

  /** Stands in for weight 0 where shares are computed: such instances are only compared with each other. */
  private static final double LEAST_WEIGHT = 0.01;

  private final String service;
  private final long hash;
  private final Traffic traffic = new Traffic();
  private volatile Entry entry;
  private volatile int weight;
  private volatile State state = State.JOINING;
  private int successes;
  private int misses;

  Instance(String service, Entry entry) {
    this.service = service;
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

  long hash() {
    return hash;
  }

  /** The share it is given right now. */
  double weightAt(long now) {
    return Math.max(LEAST_WEIGHT, weight);
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
  State after(Verdict verdict, int fall, int rise) {
    switch (verdict) {
      case READY -> {
        misses = 0;
        successes++;
        if (state == State.JOINING || successes >= rise) {
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
}
