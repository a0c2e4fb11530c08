package app.rollingpaper.compose.suites;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What was acknowledged to whom: all that the checker believes. Thread-safe. */
public final class Journal {
  private final Tally tally;
  private final ConcurrentMap<UUID, Page> pages = new ConcurrentHashMap<>();

  public Journal(Tally tally) {
    this.tally = tally;
  }

  /**
   * An acknowledged entry of the ledger.
   *
   * @param seq where it stands
   */
  record Entry(UUID author, String client, long n, long seq, List<Change> changes) {}

  /** Everything acknowledged for one paper. */
  static final class Page {
    private final Paper paper;
    private final Map<UUID, Change.Note> notes = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private long changes;
    private long turns;
    private boolean delivered;

    private Page(Paper paper) {
      this.paper = paper;
    }

    Paper paper() {
      return paper;
    }

    synchronized Map<UUID, Change.Note> notes() {
      return Map.copyOf(notes);
    }

    synchronized List<Entry> entries() {
      return List.copyOf(entries);
    }

    /** How many entries the ledger has to hold. */
    synchronized long length() {
      return changes + turns;
    }

    synchronized boolean isDelivered() {
      return delivered;
    }
  }

  Tally tally() {
    return tally;
  }

  /** The paper is one that the checker shall look at. */
  public void follow(Paper paper) {
    pages.putIfAbsent(paper.id(), new Page(paper));
  }

  List<Page> pages() {
    return List.copyOf(pages.values());
  }

  /** An op was acknowledged at a place in the ledger. */
  void acknowledged(Paper paper, Entry entry) {
    Page page = page(paper);
    synchronized (page) {
      page.entries.add(entry);
      page.changes++;
      entry.changes().forEach(change -> change.applyTo(page.notes, entry.author()));
    }
    tally.acknowledged();
  }

  /** A change to a note was acknowledged; plain resources do not tell where in the ledger it stands. */
  void acknowledged(Paper paper, UUID author, Change change) {
    Page page = page(paper);
    synchronized (page) {
      page.changes++;
      change.applyTo(page.notes, author);
    }
    tally.acknowledged();
  }

  /** The paper was sealed, which is one entry. */
  public void sealed(Paper paper) {
    Page page = page(paper);
    synchronized (page) {
      page.turns++;
    }
    tally.acknowledged();
  }

  /** The paper was delivered, which is one entry. */
  public void delivered(Paper paper) {
    Page page = page(paper);
    synchronized (page) {
      page.turns++;
      page.delivered = true;
    }
    tally.acknowledged();
  }

  private Page page(Paper paper) {
    Page page = pages.get(paper.id());
    if (page == null) {
      throw new IllegalArgumentException("nobody follows " + paper);
    }
    return page;
  }
}
