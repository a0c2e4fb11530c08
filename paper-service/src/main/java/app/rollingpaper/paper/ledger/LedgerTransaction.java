package app.rollingpaper.paper.ledger;

import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import app.rollingpaper.paper.access.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of a paper's ledger: decides a batch of submissions in their order, as if each came alone.
 *
 * <p>Used once, by one thread.
 */
final class LedgerTransaction {
  private final Handle handle;
  private final LedgerStore store;
  private final NoteStore noteStore;
  private final PaperId paper;
  private final LedgerLimits limits;
  private final LifeListener life;
  private final Instant now;

  private final Map<NoteId, Note> notes = new HashMap<>();
  private final Map<NoteId, Note> changed = new LinkedHashMap<>();
  private final Map<NoteId, Note.Kept> kept = new HashMap<>();
  private final Map<LedgerStore.Client, Long> decided = new HashMap<>();
  private final Map<LedgerStore.Client, Long> decidedNow = new HashMap<>();
  private final List<Op> committed = new ArrayList<>();
  private final Set<UUID> members = new HashSet<>();
  private LedgerStore.Head head = new LedgerStore.Head(PaperState.OPEN, 0, 0, 0);
  private LedgerStore.Plan plan = new LedgerStore.Plan(null, null);

  LedgerTransaction(
      Handle handle,
      LedgerStore store,
      NoteStore noteStore,
      PaperId paper,
      LedgerLimits limits,
      LifeListener life,
      Instant now) {
    this.handle = handle;
    this.store = store;
    this.noteStore = noteStore;
    this.paper = paper;
    this.limits = limits;
    this.life = life;
    // As precise as the database keeps it.
    this.now = now.truncatedTo(ChronoUnit.MICROS);
  }

  /** What was decided, and what of it is new in the ledger of which timeline. */
  record Decision(List<Outcome> outcomes, long epoch, List<Op> committed) {}

  Decision run(List<Submission> submissions) {
    Optional<LedgerStore.Loaded> loaded =
        store.load(
            handle,
            paper,
            submissions.stream().map(LedgerTransaction::client).distinct().toList(),
            touched(submissions));
    if (loaded.isEmpty()) {
      return new Decision(
          submissions.stream().<Outcome>map(_ -> new Outcome.NoSuchPaper()).toList(), 0, List.of());
    }
    take(loaded.get());
    PaperState before = head.state();
    List<Outcome> outcomes = submissions.stream().map(this::decide).toList();
    save(before);
    return new Decision(outcomes, loaded.get().locked().epoch(), List.copyOf(committed));
  }

  private static Set<NoteId> touched(List<Submission> submissions) {
    return submissions.stream()
        .map(Submission::mutations)
        .flatMap(Collection::stream)
        .filter(Mutation.OfNote.class::isInstance)
        .map(mutation -> ((Mutation.OfNote) mutation).note())
        .collect(Collectors.toSet());
  }

  private void take(LedgerStore.Loaded loaded) {
    head = loaded.locked().head();
    plan = loaded.locked().plan();
    loaded
        .standings()
        .forEach(
            (client, standing) -> {
              decided.put(client, standing.decided());
              if (standing.belongs()) {
                members.add(client.author());
              }
            });
    loaded.notes().forEach(note -> notes.put(note.id(), note));
    if (loaded.notes().stream().anyMatch(Note::hidden)) {
      noteStore.kept(handle, paper, notes.keySet()).forEach(one -> kept.put(one.note(), one));
    }
  }

  private static LedgerStore.Client client(Submission submission) {
    return new LedgerStore.Client(submission.author().id(), submission.client());
  }

  private Outcome decide(Submission submission) {
    LedgerStore.Client client = client(submission);
    long last = decided.getOrDefault(client, 0L);
    if (submission.n() <= last) {
      return repeated(client, submission);
    }
    Outcome stateRefusal = refusedByState(submission.mutations());
    if (stateRefusal != null) {
      return stateRefusal;
    }
    if (submission.onlyIfDue() && !isDue(submission.mutations())) {
      return new Outcome.NotDue();
    }
    if (submission.n() > last + 1) {
      return new Outcome.Gap(last + 1);
    }
    Outcome outcome = apply(submission);
    // A number is used up by a refusal too: what comes after it must not wait for what never gets
    // in.
    decided.put(client, submission.n());
    decidedNow.put(client, submission.n());
    return outcome;
  }

  private Outcome repeated(LedgerStore.Client client, Submission submission) {
    Optional<Op> earlier =
        committed.stream()
            .filter(op -> op.n() == submission.n() && op.client().equals(client.id()))
            .filter(op -> op.author().id().equals(client.author()))
            .findFirst()
            .or(() -> store.op(handle, paper, client, submission.n()));
    if (earlier.isEmpty()) {
      return new Outcome.RefusedBefore();
    }
    Op op = earlier.get();
    return same(op.mutations(), submission.mutations())
        ? new Outcome.Committed(op, true, List.of())
        : new Outcome.Reused(op);
  }

  /** Whether these are the same mutations; what a note said that was deleted or hidden since is not compared. */
  private static boolean same(List<Mutation> stored, List<Mutation> sent) {
    if (stored.size() != sent.size()) {
      return false;
    }
    for (int i = 0; i < stored.size(); i++) {
      if (!same(stored.get(i), sent.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Mutation stored, Mutation sent) {
    return switch (sent) {
      // What it says was added here.
      case Mutation.Show show ->
          stored instanceof Mutation.Show other && other.note().equals(show.note());
      case Mutation.OfNote ofNote -> stored.equals(ofNote) || stored.equals(ofNote.blank());
      case Mutation.OfLife ofLife -> stored.equals(ofLife);
    };
  }

  private @Nullable Outcome refusedByState(List<Mutation> mutations) {
    PaperState state = head.state();
    for (Mutation mutation : mutations) {
      boolean allowed =
          switch (mutation) {
            case Mutation.Hide _, Mutation.Show _ ->
                state == PaperState.OPEN || state == PaperState.SEALED;
            case Mutation.React _ -> state == PaperState.DELIVERED;
            case Mutation.OfNote _ -> state == PaperState.OPEN;
            case Mutation.Seal _ -> state == PaperState.OPEN;
            case Mutation.Deliver _ -> state == PaperState.OPEN || state == PaperState.SEALED;
            case Mutation.Cancel _ -> state == PaperState.OPEN || state == PaperState.SEALED;
          };
      if (!allowed) {
        return new Outcome.WrongState(state);
      }
    }
    return null;
  }

  private boolean isDue(List<Mutation> turns) {
    for (Mutation turn : turns) {
      Instant due =
          switch (turn) {
            case Mutation.Seal _ -> plan.closesAt();
            case Mutation.Deliver _ -> plan.deliverAt();
            default -> null;
          };
      if (due == null || due.isAfter(now)) {
        return false;
      }
    }
    return true;
  }

  /** All of the submission's mutations or, with the first that is refused, none. */
  private Outcome apply(Submission submission) {
    if (!members.contains(submission.author().id())) {
      return new Outcome.Forbidden();
    }
    if (submission.mutations().isEmpty()) {
      return new Outcome.Invalid();
    }
    long seq = head.seq() + 1;
    PaperState state = head.state();
    int count = head.notes();
    int bytes = head.textBytes();
    Map<NoteId, Note> next = new LinkedHashMap<>();
    Map<NoteId, Note.Kept> putAway = new HashMap<>();
    List<Mutation> mutations = new ArrayList<>();
    for (Mutation sent : submission.mutations()) {
      Mutation mutation =
          sent instanceof Mutation.Show show
              ? complete(show, putAway.getOrDefault(show.note(), kept.get(show.note())))
              : sent;
      mutations.add(mutation);
      switch (mutation) {
        case Mutation.OfNote ofNote -> {
          Note old = next.getOrDefault(ofNote.note(), notes.get(ofNote.note()));
          Outcome refusal = refusal(submission, ofNote, old);
          if (refusal != null) {
            return refusal;
          }
          Note changedNote =
              Objects.requireNonNull(
                  Board.next(old, ofNote, submission.author(), seq, now), "refused otherwise");
          if (changedNote.hidden() && old != null && !old.hidden()) {
            putAway.put(old.id(), new Note.Kept(old.id(), old.text(), old.stickers()));
          }
          count += (changedNote.visible() ? 1 : 0) - (old != null && old.visible() ? 1 : 0);
          bytes += bytes(changedNote.text()) - (old == null ? 0 : bytes(old.text()));
          next.put(changedNote.id(), changedNote);
        }
        case Mutation.Seal _ -> state = PaperState.SEALED;
        case Mutation.Deliver _ -> state = PaperState.DELIVERED;
        case Mutation.Cancel _ -> state = PaperState.CANCELLED;
      }
    }
    if (count > limits.notesPerPaper() && count > head.notes()) {
      return new Outcome.Full("notes", limits.notesPerPaper());
    }
    if (bytes > limits.textBytesPerPaper() && bytes > head.textBytes()) {
      return new Outcome.Full("bytes of text", limits.textBytesPerPaper());
    }
    Op op =
        new Op(
            seq,
            submission.client(),
            submission.n(),
            submission.author(),
            now,
            List.copyOf(mutations));
    committed.add(op);
    kept.putAll(putAway);
    notes.putAll(next);
    changed.putAll(next);
    head = new LedgerStore.Head(state, seq, count, bytes);
    return new Outcome.Committed(op, false, List.copyOf(next.values()));
  }

  /** Brings back what was put away when the note was hidden; nothing that the caller says about it counts. */
  private static Mutation.Show complete(Mutation.Show show, Note.@Nullable Kept kept) {
    return kept == null
        ? new Mutation.Show(show.note(), null, null)
        : new Mutation.Show(show.note(), kept.text(), kept.stickers());
  }

  private static @Nullable Outcome refusal(
      Submission submission, Mutation.OfNote mutation, @Nullable Note old) {
    if (mutation instanceof Mutation.Add) {
      return old == null ? null : new Outcome.NoteExists(old.id());
    }
    if (old == null || old.deleted()) {
      return new Outcome.NoSuchNote(mutation.note());
    }
    if (!allowed(submission, mutation, old)) {
      return new Outcome.Forbidden();
    }
    if (submission.expected().isPresent() && submission.expected().getAsLong() != old.version()) {
      return new Outcome.VersionConflict(old);
    }
    return null;
  }

  private static boolean allowed(Submission submission, Mutation.OfNote mutation, Note old) {
    boolean owner = submission.role() == Role.OWNER;
    boolean own = old.author().id().equals(submission.author().id());
    return switch (mutation) {
      case Mutation.Add _ -> true;
      case Mutation.Change change ->
          !(old.hidden() && change.speaks()) && (own || owner && change.movesOnly());
      case Mutation.Delete _ -> own || owner;
      case Mutation.Hide _, Mutation.Show _ -> owner;
      case Mutation.React _ -> submission.role() == Role.RECIPIENT && old.visible();
    };
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private void save(PaperState before) {
    if (committed.isEmpty()) {
      if (!decidedNow.isEmpty()) {
        store.decide(handle, paper, decidedNow);
      }
      return;
    }
    store.append(handle, paper, committed, head, changed.values(), decidedNow, now);
    if (!changed.isEmpty()) {
      if (!kept.isEmpty()) {
        noteStore.keep(handle, paper, changed.values(), kept);
      }
      Map<NoteId, Long> redacted = new HashMap<>();
      committed.forEach(op -> op.takenAway().forEach(note -> redacted.put(note, op.seq())));
      if (!redacted.isEmpty()) {
        store.redact(handle, paper, redacted);
      }
    }
    if (before == PaperState.OPEN
        && (head.state() == PaperState.SEALED || head.state() == PaperState.DELIVERED)) {
      life.sealed(handle, paper);
    }
    if (before != PaperState.DELIVERED && head.state() == PaperState.DELIVERED) {
      life.delivered(handle, paper);
    }
  }
}
