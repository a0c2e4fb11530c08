package app.rollingpaper.paper.delivery;

import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.ledger.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals and delivers papers at their times. Every instance has one; which of them makes a turn does not matter, because the
 * ledger makes it once, and only if it is still due under the paper's lock. Nothing is kept but the papers' own times, so
 * that a change of plan, a killed instance or a long stop leaves nothing to repair. Thread-safe.
 */
public final class Timekeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Timekeeper.class);
  private static final int AT_ONCE = 4;
  private static final int PAGE = 200;

  private final Jdbi jdbi;
  private final DeliveryStore store = new DeliveryStore();
  private final Deliveries deliveries;
  private final InstantSource clock;
  private final Duration pause;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param pause between two looks
   */
  public Timekeeper(Jdbi jdbi, Deliveries deliveries, InstantSource clock, Duration pause) {
    this.jdbi = jdbi;
    this.deliveries = deliveries;
    this.clock = clock;
    this.pause = pause;
    this.thread = Thread.ofVirtual().name("timekeeper").unstarted(this::run);
  }

  /** A turn whose time has come. */
  record Due(PaperId paper, Turn turn, Member owner) {}

  /** What happens by itself. */
  enum Turn {
    SEAL,
    DELIVER
  }

  /** Begins to look. */
  public void start() {
    thread.start();
  }

  private void run() {
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("timekeeper-", 0).factory())) {
      while (!closed) {
        boolean more = false;
        try {
          more = look(workers);
        } catch (RuntimeException away) {
          log.warn("event=clock_stopped cause={}", away.getClass().getSimpleName());
        }
        if (!more) {
          Thread.sleep(pause);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes the turns that are due; true when there may be more of them. */
  private boolean look(ExecutorService workers) throws InterruptedException {
    List<Due> due =
        new ArrayList<>(jdbi.withHandle(handle -> store.due(handle, clock.instant(), PAGE)));
    // Instances that look at the same moment begin with different papers.
    Collections.shuffle(due);
    List<Callable<Boolean>> turns = new ArrayList<>();
    due.forEach(one -> turns.add(() -> make(one)));
    boolean made = false;
    for (Future<Boolean> turn : workers.invokeAll(turns)) {
      if (turn.state() == Future.State.SUCCESS) {
        made |= turn.resultNow();
      } else {
        log.warn("event=turn_failed", turn.exceptionNow());
      }
    }
    return made && due.size() == PAGE;
  }

  /** True when the turn is made now. */
  private boolean make(Due due) {
    Outcome outcome = deliveries.byClock(due.owner(), due.turn());
    return switch (outcome) {
      case Outcome.Committed _ -> {
        log.info("event=turn_by_clock turn={} paper={}", due.turn(), due.paper());
        yield true;
      }
      // Somebody was faster, or the plan has changed.
      case Outcome.WrongState _, Outcome.NotDue _ -> false;
      case Outcome.Refused refused -> {
        log.error("event=turn_refused paper={} outcome={}", due.paper(), refused);
        yield false;
      }
      case Outcome.NotYet _ -> false;
    };
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
