package app.rollingpaper.compose.suites.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has been written and is not known to be in the ledger yet. An op is kept here before it is sent, and stays until it
 * is decided, with the number under which it has effect once. It outlives the client that uses it, as a browser's database
 * outlives a tab. Thread-safe.
 */
public final class Outbox {
  private final String client;
  private final List<Kept> waiting = new ArrayList<>();
  private long next = 1;

  /**
   * An empty one.
   *
   * @param client 16 hexadecimal digits that nobody else has
   */
  public Outbox(String client) {
    this.client = client;
  }

  /**
   * An op that waits.
   *
   * @param n its number with this client
   * @param frame as it is sent, each time the same
   */
  public record Kept(long n, List<Mutation> d, String frame) {
    public Kept {
      d = List.copyOf(d);
    }
  }

  public String client() {
    return client;
  }

  /** Keeps an op; it may be sent once this has come back. */
  public synchronized Kept add(List<Mutation> mutations) {
    Kept kept = kept(next++, mutations);
    waiting.add(kept);
    return kept;
  }

  /** The number that the next op will have. */
  public synchronized long next() {
    return next;
  }

  /** What is not decided yet, in order. */
  public synchronized List<Kept> waiting() {
    return List.copyOf(waiting);
  }

  public synchronized int count() {
    return waiting.size();
  }

  /** One op is decided. */
  synchronized Optional<Kept> drop(long n) {
    Optional<Kept> found = waiting.stream().filter(op -> op.n() == n).findFirst();
    found.ifPresent(waiting::remove);
    return found;
  }

  /** All ops up to one are decided. */
  synchronized List<Kept> decided(long n) {
    List<Kept> done = waiting.stream().filter(op -> op.n() <= n).toList();
    waiting.removeAll(done);
    next = Math.max(next, n + 1);
    return done;
  }

  /** The ledger has forgotten numbers: what waits gets new ones. */
  synchronized void renumber(long want) {
    List<Kept> old = List.copyOf(waiting);
    waiting.clear();
    next = want;
    old.forEach(op -> waiting.add(kept(next++, op.d())));
  }

  private static Kept kept(long n, List<Mutation> mutations) {
    return new Kept(n, mutations, Frames.op(n, mutations));
  }
}
