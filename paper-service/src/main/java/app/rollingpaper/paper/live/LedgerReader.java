package app.rollingpaper.paper.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one reader is in the ledger: a position, not a queue. Whatever comes after it is found in memory, in the table or
 * in a snapshot when the reader is ready for it. Guarded by its connection.
 */
final class LedgerReader {
  private final LedgerLane lane;
  private final Runnable fetch;
  private long epoch;
  private long sent;
  private boolean needsSnapshot;
  private boolean fetching;
  private final Deque<LedgerLane.Frame> fetched = new ArrayDeque<>();
  private LedgerLane.@Nullable Snapshot snapshot;
  private int part;

  /**
   * @param fetch begins to bring what is no longer in memory, and ends with one of {@link #bring}, {@link #restart} and
   *     {@link #notBrought}; must not wait
   */
  LedgerReader(LedgerLane lane, Runnable fetch, long epoch, long sent, boolean needsSnapshot) {
    this.lane = lane;
    this.fetch = fetch;
    this.epoch = epoch;
    this.sent = sent;
    this.needsSnapshot = needsSnapshot;
  }

  /** The next frame, or null when there is none now. */
  byte @Nullable [] next() {
    if (snapshot != null) {
      byte[] frame = snapshot.parts().get(part++);
      if (part == snapshot.parts().size()) {
        epoch = snapshot.epoch();
        sent = snapshot.seq();
        snapshot = null;
      }
      return frame;
    }
    LedgerLane.Frame ready = fetched.poll();
    if (ready != null) {
      sent = ready.to();
      return ready.bytes();
    }
    if (fetching) {
      return null;
    }
    if (needsSnapshot) {
      return fetch();
    }
    return switch (lane.after(epoch, sent)) {
      case LedgerLane.Next.Entries entries -> {
        sent = entries.frame().to();
        yield entries.frame().bytes();
      }
      case LedgerLane.Next.Nothing _ -> null;
      case LedgerLane.Next.Behind _ -> fetch();
      case LedgerLane.Next.OtherTimeline _ -> {
        needsSnapshot = true;
        yield fetch();
      }
    };
  }

  private byte @Nullable [] fetch() {
    fetching = true;
    fetch.run();
    return null;
  }

  /** Whether parts of a snapshot are being sent, between which nothing else may come. */
  boolean inSnapshot() {
    return snapshot != null && part > 0;
  }

  boolean needsSnapshot() {
    return needsSnapshot;
  }

  long epoch() {
    return epoch;
  }

  long sent() {
    return sent;
  }

  /** Entries from the table, which follow this reader's position. */
  void bring(List<LedgerLane.Frame> frames) {
    fetching = false;
    fetched.addAll(frames);
  }

  /** Begins anew with a whole paper. */
  void restart(LedgerLane.Snapshot whole) {
    fetching = false;
    needsSnapshot = false;
    fetched.clear();
    snapshot = whole;
    part = 0;
  }

  /** It could not be had; asked for again when the reader is asked next. */
  void notBrought() {
    fetching = false;
  }

  /** The reader does not trust what it has. */
  void distrust() {
    needsSnapshot = true;
    fetched.clear();
  }
}
