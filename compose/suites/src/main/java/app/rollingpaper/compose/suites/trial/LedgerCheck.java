package app.rollingpaper.compose.suites.trial;

import app.rollingpaper.compose.suites.live.Entry;
import app.rollingpaper.compose.suites.live.Mutation;
import app.rollingpaper.compose.suites.live.Note;
import app.rollingpaper.compose.suites.live.Replica;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares what writers and readers of a paper were told with what PostgreSQL holds. Not thread-safe. */
final class LedgerCheck {
  private final String paper;
  private final LedgerTables tables;
  private final Set<UUID> deleted = new HashSet<>();
  private final List<String> lost = new ArrayList<>();
  private final List<String> doubled = new ArrayList<>();
  private final List<String> diverged = new ArrayList<>();
  private long acknowledged;
  private long again;
  private long refused;

  LedgerCheck(String paper, LedgerTables tables) {
    this.paper = paper;
    this.tables = tables;
    for (Entry entry : tables.entries()) {
      for (Mutation mutation : entry.d()) {
        if (mutation.m().equals("del") && mutation.note() != null) {
          deleted.add(mutation.note());
        }
      }
    }
  }

  Verdict verdict() {
    return new Verdict(
        acknowledged,
        again,
        refused,
        List.copyOf(lost),
        List.copyOf(doubled),
        List.copyOf(diverged));
  }

  /** The tables by themselves: entries from 1 to the head, each number once, and notes as they add up to. */
  LedgerCheck tables(List<OpLog.Account> writers) {
    Set<String> numbers = new HashSet<>();
    Replica replica = new Replica();
    long seq = 0;
    for (Entry entry : tables.entries()) {
      if (entry.seq() != ++seq) {
        lost.add(paper + ": entry " + seq + " is missing");
        seq = entry.seq();
      }
      if (!numbers.add(entry.author().id() + " " + entry.c() + " " + entry.n())) {
        doubled.add(paper + ": " + entry);
      }
      replica.apply(entry);
    }
    if (tables.head() != seq) {
      diverged.add(paper + ": head " + tables.head() + " after entry " + seq);
    }
    Map<UUID, Note> shown = replica.shown();
    if (!shown.equals(tables.notes()) || tables.noteCount() != shown.size()) {
      diverged.add(paper + ": the ledger adds up to " + shown + ", saved is " + tables.notes());
    }
    Map<String, OpLog.Account> byClient = new HashMap<>();
    writers.forEach(writer -> byClient.put(writer.client(), writer));
    for (Entry entry : tables.entries()) {
      if (!byClient.containsKey(entry.c())) {
        doubled.add(paper + ": nobody wrote " + entry);
      }
    }
    return this;
  }

  /** What a writer was told. */
  LedgerCheck writer(OpLog.Account writer) {
    acknowledged += writer.acknowledged();
    again += writer.again();
    Map<Long, Entry> mine = new HashMap<>();
    for (Entry entry : tables.entries()) {
      if (entry.c().equals(writer.client()) && entry.author().id().equals(writer.author())) {
        mine.put(entry.n(), entry);
      }
    }
    writer.written().forEach((n, op) -> written(writer, n, op, mine.get(n)));
    for (Map.Entry<Long, Entry> saved : mine.entrySet()) {
      if (!writer.written().containsKey(saved.getKey())) {
        doubled.add(paper + ": nobody wrote " + saved.getValue());
      }
    }
    return this;
  }

  private void written(OpLog.Account writer, long n, OpLog.Written op, @Nullable Entry entry) {
    String which = paper + ": " + writer.client() + "/" + n + " " + op;
    Long seq = writer.saved().get(n);
    String refusal = writer.refused().get(n);
    if (!op.sound()) {
      if (entry != null || seq != null) {
        diverged.add(which + " must not be there: " + entry);
      } else if (refusal != null) {
        refused++;
      }
    } else if (entry == null) {
      // Of what was never decided nobody was told that it is saved.
      if (seq != null || refusal != null || writer.decided().containsKey(n)) {
        lost.add(which + (seq == null ? ", refused: " + refusal : ", told to be at " + seq));
      }
    } else if (seq != null && seq != entry.seq()) {
      lost.add(which + ", told to be at " + seq + ", is at " + entry.seq());
    } else if (refusal != null) {
      diverged.add(which + " was refused (" + refusal + ") and is there");
    } else if (!told(op.d()).equals(told(entry.d()))) {
      lost.add(which + ", in its place is " + entry);
    }
  }

  /** What a reader saw, entry by entry, and what it has in the end. */
  LedgerCheck reader(ReaderLog log, Replica replica) {
    log.gaps().forEach(gap -> diverged.add(paper + ": " + log + " was given " + gap));
    for (Entry seen : log.entries()) {
      Entry saved =
          seen.seq() <= tables.entries().size() ? tables.entries().get((int) seen.seq() - 1) : null;
      if (saved == null || !told(seen).equals(told(saved))) {
        diverged.add(paper + ": " + log + " saw " + seen + ", saved is " + saved);
      }
    }
    return replica(log.toString(), replica);
  }

  /** What somebody has in the end. */
  LedgerCheck replica(String whose, Replica replica) {
    if (replica.position() != tables.head()) {
      diverged.add(paper + ": " + whose + " is at " + replica.position() + " of " + tables.head());
    } else if (!replica.shown().equals(tables.notes())) {
      diverged.add(
          paper + ": " + whose + " has " + replica.shown() + ", saved is " + tables.notes());
    }
    return this;
  }

  private Entry told(Entry entry) {
    return new Entry(
        entry.seq(), entry.c(), entry.n(), entry.author(), entry.at(), told(entry.d()));
  }

  // The history keeps no text of notes that were deleted later.
  private List<Mutation> told(List<Mutation> mutations) {
    return mutations.stream()
        .map(
            mutation ->
                mutation.note() != null && deleted.contains(mutation.note())
                    ? mutation.blank()
                    : mutation)
        .toList();
  }
}
