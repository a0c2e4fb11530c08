package app.rollingpaper.compose.suites.trial;

import app.rollingpaper.compose.suites.live.Entry;
import app.rollingpaper.compose.suites.live.LiveListener;
import app.rollingpaper.compose.suites.live.Mutation;
import app.rollingpaper.compose.suites.live.Outbox;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What one writer wrote, and what it was told became of it, by the numbers of its ops. Thread-safe.
 */
final class OpLog implements LiveListener {
  private final UUID author;
  private final String client;
  private final Map<Long, Written> written = new TreeMap<>();
  private final Map<Long, Long> saved = new TreeMap<>();
  private final Map<Long, String> refused = new TreeMap<>();
  private final Map<Long, Long> decided = new TreeMap<>();
  private long again;

  OpLog(UUID author, String client) {
    this.author = author;
    this.client = client;
  }

  /**
   * An op as it was meant.
   *
   * @param sound whether it has to get in; otherwise it must not
   */
  record Written(List<Mutation> d, boolean sound) {}

  /** What is known when the writer is done. */
  record Account(
      UUID author,
      String client,
      Map<Long, Written> written,
      Map<Long, Long> saved,
      Map<Long, String> refused,
      Map<Long, Long> decided,
      long again) {
    /** How many were told to be saved or decided. */
    int acknowledged() {
      return (int)
          written.entrySet().stream()
              .filter(op -> op.getValue().sound())
              .filter(op -> saved.containsKey(op.getKey()) || decided.containsKey(op.getKey()))
              .count();
    }
  }

  synchronized void wrote(long n, Written op) {
    written.put(n, op);
  }

  synchronized void acknowledged(long n, long seq) {
    saved.put(n, seq);
  }

  synchronized void refused(long n, String why) {
    refused.put(n, why);
  }

  synchronized void sentAgain() {
    again++;
  }

  synchronized Account account() {
    return new Account(
        author,
        client,
        new TreeMap<>(written),
        new TreeMap<>(saved),
        new TreeMap<>(refused),
        new TreeMap<>(decided),
        again);
  }

  @Override
  public synchronized void sent(Outbox.Kept op, boolean repeated) {
    if (repeated) {
      again++;
    }
  }

  @Override
  public synchronized void saved(long n, Entry entry) {
    saved.put(n, entry.seq());
  }

  @Override
  public synchronized void refused(Outbox.Kept op, String code) {
    refused(op.n(), code);
  }

  @Override
  public synchronized void decided(List<Outbox.Kept> ops, long head) {
    ops.forEach(op -> decided.put(op.n(), head));
  }
}
