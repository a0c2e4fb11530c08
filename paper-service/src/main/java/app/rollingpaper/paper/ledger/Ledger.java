package app.rollingpaper.paper.ledger;

import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.Role;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;

/**
 * The one way in for changes to papers. What is answered as committed is saved in PostgreSQL, in the order that everybody
 * sees, once.
 *
 * <p>While the transaction of a paper is in flight, the next submissions to it gather and are committed together (group
 * commit), so that a burst costs few commits. Instances take turns by the lock of the paper's row, which every change takes
 * first: there is one order for a paper, and no deadlock. Thread-safe.
 */
public final class Ledger {
  private static final int LARGEST_BATCH = 64;

  private final Jdbi jdbi;
  private final LedgerStore store;
  private final NoteStore notes;
  private final InstantSource clock;
  private final LedgerLimits limits;
  private final LifeListener life;
  private final CommitListener commits;
  private final ConcurrentMap<PaperId, Deque<Waiting>> waiting = new ConcurrentHashMap<>();

  public Ledger(
      Jdbi jdbi,
      ObjectMapper json,
      InstantSource clock,
      LedgerLimits limits,
      LifeListener life,
      CommitListener commits) {
    this.jdbi = jdbi;
    this.store = new LedgerStore(json);
    this.notes = new NoteStore(json);
    this.clock = clock;
    this.limits = limits;
    this.life = life;
    this.commits = commits;
  }

  private record Waiting(Submission submission, CompletableFuture<Outcome> outcome) {}

  /** What was asked for from the history of a paper. */
  public sealed interface History {
    /** Entries that follow each other; the first is {@code from}. */
    record Entries(long epoch, long from, List<Op> ops) implements History {}

    /** The position is not one of this history; the caller has to read the notes anew. */
    record OtherTimeline(long epoch, long head) implements History {}
  }

  /**
   * Hands in a change.
   *
   * @return completed when it is decided; exceptionally when the database could not be reached, in which case it is not
   *     known whether it was committed and the same submission may be handed in again
   */
  public CompletableFuture<Outcome> submit(PaperId paper, Submission submission) {
    Waiting one = new Waiting(submission, new CompletableFuture<>());
    waiting.compute(
        paper,
        (_, lane) -> {
          if (lane == null) {
            Thread.ofVirtual().name("ledger-" + paper).start(() -> commitAll(paper));
          }
          Deque<Waiting> open = lane == null ? new ArrayDeque<>() : lane;
          if (open.size() < limits.waitingOpsPerPaper()) {
            open.add(one);
          } else {
            one.outcome.complete(new Outcome.Busy());
          }
          return open;
        });
    return one.outcome;
  }

  /**
   * The history after a position.
   *
   * @param role of whoever reads; the recipient is told nothing of what was done with hidden notes
   * @param epoch the timeline the position belongs to, as it was answered with it
   */
  public History since(PaperId paper, Role role, long epoch, long seq, int limit) {
    return jdbi.inTransaction(
        handle -> {
          Archive.Position now = store.position(handle, paper).orElseThrow();
          if (epoch != now.epoch() || seq > now.seq()) {
            return new History.OtherTimeline(now.epoch(), now.seq());
          }
          List<Op> ops = store.since(handle, paper, seq, limit);
          if (role == Role.RECIPIENT) {
            Set<NoteId> hidden = notes.hidden(handle, paper);
            ops = ops.stream().map(op -> op.without(hidden)).toList();
          }
          return new History.Entries(now.epoch(), seq + 1, ops);
        });
  }

  /** The timeline that positions belong to now. */
  public long epoch() {
    return jdbi.withHandle(store::epoch);
  }

  private void commitAll(PaperId paper) {
    while (true) {
      List<Waiting> batch = new ArrayList<>();
      waiting.computeIfPresent(
          paper,
          (_, lane) -> {
            while (!lane.isEmpty() && batch.size() < LARGEST_BATCH) {
              batch.add(lane.remove());
            }
            // An empty lane goes; whoever comes next opens another.
            return batch.isEmpty() ? null : lane;
          });
      if (batch.isEmpty()) {
        return;
      }
      commit(paper, batch);
    }
  }

  private void commit(PaperId paper, List<Waiting> batch) {
    try {
      List<Submission> submissions = batch.stream().map(Waiting::submission).toList();
      LedgerTransaction.Decision decision =
          jdbi.inTransaction(
              handle ->
                  new LedgerTransaction(handle, store, notes, paper, limits, life, clock.instant())
                      .run(submissions));
      // Refusals first: a gap that is filled in the same transaction must not be told after what
      // has filled it.
      answer(batch, decision, outcome -> !(outcome instanceof Outcome.Committed));
      if (!decision.committed().isEmpty()) {
        commits.committed(paper, decision.epoch(), decision.committed());
      }
      answer(batch, decision, Outcome.Committed.class::isInstance);
    } catch (RuntimeException failed) {
      if (batch.size() > 1 && causedByData(failed)) {
        // One of them is at fault; the others must not suffer for it.
        batch.forEach(one -> commit(paper, List.of(one)));
      } else {
        batch.forEach(one -> one.outcome.completeExceptionally(failed));
      }
    } catch (Error broken) {
      batch.forEach(one -> one.outcome.completeExceptionally(broken));
      throw broken;
    }
  }

  private static void answer(
      List<Waiting> batch, LedgerTransaction.Decision decision, Predicate<Outcome> which) {
    for (int i = 0; i < batch.size(); i++) {
      Outcome outcome = decision.outcomes().get(i);
      if (which.test(outcome)) {
        batch.get(i).outcome.complete(outcome);
      }
    }
  }

  /** SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation), or no database error at all. */
  private static boolean causedByData(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        String state = sql.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
      }
    }
    return true;
  }
}
