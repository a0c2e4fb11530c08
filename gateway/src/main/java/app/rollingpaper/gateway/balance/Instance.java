package app.rollingpaper.gateway.balance;

import app.rollingpaper.gateway.discovery.Listing.Address;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * One process of a service, as the gateway sees it. Its state is changed only by {@link Fleet}; the counters may be touched
 * by any thread.
 */
public final class Instance {
  /** What is known about an instance. */
  public enum State {
    /** Listed, not yet checked. */
    JOINING,
    UP,
    /** Alive, and says itself that it takes no requests. */
    NOT_READY,
    DOWN
  }

  private final String service;
  private final Address address;
  private final long hash;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder served = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private volatile State state = State.JOINING;
  private int successes;
  private int misses;

  Instance(String service, Address address) {
    this.service = service;
    this.address = address;
    this.hash = Choice.hash(address.id());
  }

  public String service() {
    return service;
  }

  public String id() {
    return address.id();
  }

  public Address address() {
    return address;
  }

  public State state() {
    return state;
  }

  public int inFlight() {
    return inFlight.get();
  }

  public long served() {
    return served.sum();
  }

  public long failures() {
    return failures.sum();
  }

  /** A request is about to be sent here. */
  public void started() {
    inFlight.incrementAndGet();
  }

  /** That request is over, answered or not. */
  public void finished() {
    inFlight.decrementAndGet();
    served.increment();
  }

  /** A request that was sent here got no answer. */
  public void failed() {
    failures.increment();
  }

  long hash() {
    return hash;
  }

  /** Takes one more result of the active check into account; the caller holds the fleet's lock. */
  State after(Verdict verdict, int fall, int rise) {
    switch (verdict) {
      case READY -> {
        misses = 0;
        successes++;
        if (state == State.JOINING || successes >= rise) {
          state = State.UP;
        }
      }
      case NOT_READY -> {
        successes = 0;
        misses = 0;
        state = State.NOT_READY;
      }
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

  /** Out now, whatever the last checks said; the caller holds the fleet's lock. */
  void eject() {
    successes = 0;
    state = State.DOWN;
  }
}
