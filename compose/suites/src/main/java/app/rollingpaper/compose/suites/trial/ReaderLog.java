package app.rollingpaper.compose.suites.trial;

import app.rollingpaper.compose.suites.live.Entry;
import app.rollingpaper.compose.suites.live.LiveListener;
import app.rollingpaper.compose.suites.live.Welcome;
import java.util.ArrayList;
import java.util.List;

/** Every entry of the ledger that one reader was given, and where it had to leap. Thread-safe. */
final class ReaderLog implements LiveListener {
  private final String name;
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private long position;
  private int snapshots;
  private int welcomes;

  ReaderLog(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  @Override
  public synchronized void welcome(Welcome welcome) {
    welcomes++;
  }

  @Override
  public synchronized void snapshot(long epoch, long at) {
    snapshots++;
    position = at;
  }

  @Override
  public synchronized void entries(long epoch, List<Entry> fresh) {
    for (Entry entry : fresh) {
      if (entry.seq() != position + 1) {
        gaps.add(entry.seq() + " after " + position);
      }
      position = entry.seq();
      entries.add(entry);
    }
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  synchronized List<String> gaps() {
    return List.copyOf(gaps);
  }

  @Override
  public synchronized String toString() {
    return name + " (let in " + welcomes + " times, " + snapshots + " snapshots)";
  }
}
