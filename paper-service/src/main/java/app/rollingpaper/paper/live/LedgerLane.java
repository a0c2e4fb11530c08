package app.rollingpaper.paper.live;

import app.rollingpaper.paper.access.PaperState;
import app.rollingpaper.paper.ledger.Archive;
import app.rollingpaper.paper.ledger.Mutation;
import app.rollingpaper.paper.ledger.NoteId;
import app.rollingpaper.paper.ledger.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ledger lane of a paper on this instance: what is committed, in order and without gaps, the last entries of it in
 * memory. Entries come in from wherever they were committed, late, twice or in disorder; they are taken strictly one after
 * the other, and what is missing is known to be. Never waits. Thread-safe.
 */
final class LedgerLane {
  /** Entries kept in memory. */
  static final int RING = 512;

  /** Entries that have come before those that precede them. */
  private static final int MOST_EARLY = 1_024;

  private static final int SHARED_FRAMES = 16;

  private final Frames frames;
  private final Entry[] ring = new Entry[RING];
  private final TreeMap<Long, Op> early = new TreeMap<>();
  private final LinkedHashMap<Long, Frame> shared =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Frame> eldest) {
          return size() > SHARED_FRAMES;
        }
      };
  private boolean loaded;
  private long epoch;
  private long head;
  // The ring holds (oldest, head].
  private long oldest;
  private long heardOf;
  private PaperState state = PaperState.OPEN;
  private @Nullable Snapshot snapshot;
  // Counts what was taken out of sight, so that a snapshot read before that is not kept after it.
  private long deletions;

  LedgerLane(Frames frames) {
    this.frames = frames;
  }

  private record Entry(Op op, byte[] bytes) {}

  /** Entries up to {@code to}, as they are sent. */
  record Frame(long to, byte[] bytes) {}

  /** A whole paper, as it is sent. */
  record Snapshot(long epoch, long seq, List<byte[]> parts) {}

  /** What follows a position. */
  sealed interface Next {
    record Entries(Frame frame) implements Next {}

    record Nothing() implements Next {}

    /** What follows is no longer in memory. */
    record Behind() implements Next {}

    /** The position is not of this history. */
    record OtherTimeline() implements Next {}
  }

  /** Begins at a position that was read after this lane could be told of entries. */
  synchronized void load(Archive.Position position) {
    if (loaded && position.epoch() < epoch) {
      return;
    }
    if (!loaded || position.epoch() > epoch) {
      begin(position.epoch(), position.seq());
      state = position.state();
    } else {
      heardOf = Math.max(heardOf, position.seq());
    }
  }

  private void begin(long timeline, long seq) {
    loaded = true;
    epoch = timeline;
    head = seq;
    oldest = seq;
    heardOf = Math.max(seq, early.isEmpty() ? seq : early.lastKey());
    snapshot = null;
    shared.clear();
  }

  synchronized boolean isLoaded() {
    return loaded;
  }

  /** Takes entries that were committed; true when there is something new to send. */
  synchronized boolean take(long timeline, List<Op> ops) {
    if (loaded && timeline < epoch) {
      return false;
    }
    long before = head;
    boolean turned = loaded && timeline > epoch;
    if (turned) {
      // The database goes on from an earlier position than ours; what we had after it is void.
      early.clear();
      begin(timeline, ops.getFirst().seq() - 1);
    }
    for (Op op : ops) {
      heardOf = Math.max(heardOf, op.seq());
      if (!loaded || op.seq() > head) {
        early.put(op.seq(), op);
      }
    }
    if (!loaded) {
      trim();
      return false;
    }
    while (!early.isEmpty() && early.firstKey() <= head + 1) {
      Op op = early.pollFirstEntry().getValue();
      if (op.seq() == head + 1) {
        append(op);
      }
    }
    trim();
    return turned || head > before;
  }

  private void trim() {
    while (early.size() > MOST_EARLY) {
      early.pollLastEntry();
    }
  }

  private void append(Op op) {
    for (Mutation mutation : op.mutations()) {
      switch (mutation) {
        case Mutation.Seal _ -> state = PaperState.SEALED;
        case Mutation.Deliver _ -> {
          state = PaperState.DELIVERED;
          forgetWhatWasRead();
        }
        case Mutation.Cancel _ -> state = PaperState.CANCELLED;
        case Mutation.OfNote _ -> {
          // The board is the readers' business.
        }
      }
    }
    Set<NoteId> away = op.takenAway();
    if (!away.isEmpty()) {
      redact(away);
    }
    head = op.seq();
    Op kept = op.withoutTextOf(away);
    ring[(int) (head % RING)] = new Entry(kept, frames.entry(kept));
    oldest = Math.max(oldest, head - RING);
    heardOf = Math.max(heardOf, head);
  }

  /** Takes what these notes said out of what is kept, as the table does. */
  private void redact(Set<NoteId> notes) {
    for (long seq = oldest + 1; seq <= head; seq++) {
      Entry entry = ring[(int) (seq % RING)];
      Op redacted = entry.op().withoutTextOf(notes);
      if (redacted != entry.op()) {
        ring[(int) (seq % RING)] = new Entry(redacted, frames.entry(redacted));
      }
    }
    shared.clear();
    forgetWhatWasRead();
  }

  /** A snapshot from before may show what is not to be shown any more. */
  private void forgetWhatWasRead() {
    snapshot = null;
    deletions++;
  }

  /** There is an entry {@code seq}, wherever it is; true when it is not here yet. */
  synchronized boolean hear(long timeline, long seq) {
    if (loaded && timeline == epoch) {
      heardOf = Math.max(heardOf, seq);
    }
    return loaded && (heardOf > head || timeline > epoch);
  }

  /** The table has no more than what is here. */
  synchronized void nothingMissing(long timeline) {
    if (timeline == epoch && early.isEmpty()) {
      heardOf = head;
    }
  }

  synchronized boolean missing() {
    return loaded && heardOf > head;
  }

  synchronized long head() {
    return head;
  }

  synchronized long epoch() {
    return epoch;
  }

  synchronized PaperState state() {
    return state;
  }

  /** What follows a reader's position; readers at the same position share the bytes. */
  synchronized Next after(long timeline, long seq) {
    if (timeline != epoch) {
      return new Next.OtherTimeline();
    }
    if (seq >= head) {
      return new Next.Nothing();
    }
    if (seq < oldest) {
      return new Next.Behind();
    }
    Frame frame = shared.get(seq);
    if (frame == null || (frame.to() < head && frame.bytes().length < Frames.LARGEST / 2)) {
      frame = frame(seq);
      shared.put(seq, frame);
    }
    return new Next.Entries(frame);
  }

  private Frame frame(long seq) {
    List<byte[]> entries = new ArrayList<>();
    int size = 0;
    long to = seq;
    while (to < head) {
      byte[] entry = ring[(int) ((to + 1) % RING)].bytes();
      if (size + entry.length > Frames.LARGEST - 128 && !entries.isEmpty()) {
        break;
      }
      entries.add(entry);
      size += entry.length + 1;
      to++;
    }
    return new Frame(to, frames.ops(epoch, seq + 1, entries));
  }

  /** A snapshot that is not too old to go on from; null when one has to be read. */
  synchronized @Nullable Snapshot snapshot() {
    return snapshot != null
            && snapshot.epoch() == epoch
            && snapshot.seq() >= Math.max(oldest, head - RING / 2)
        ? snapshot
        : null;
  }

  synchronized long deletions() {
    return deletions;
  }

  /** Keeps a snapshot for those who come next, unless something on it has been deleted since it was begun. */
  synchronized void keep(Snapshot read, long deletionsBefore) {
    if (read.epoch() == epoch) {
      heardOf = Math.max(heardOf, read.seq());
      if (deletions == deletionsBefore && heardOf == head) {
        snapshot = read;
      }
    }
  }

  synchronized void forgetSnapshot() {
    snapshot = null;
  }
}
