package app.rollingpaper.compose.suites;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How a good client sends what must not get lost: again, later and later, until it is decided. Only what may be sent more
 * than once is given to it. Thread-safe.
 */
public final class Patience {
  private static final Set<Integer> UNDECIDED = Set.of(408, 429, 500, 502, 503, 504);
  private static final long FIRST_PAUSE_MILLIS = 40;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final Duration limit;
  private final Tally tally;

  public Patience(Duration limit, Tally tally) {
    this.limit = limit;
    this.tally = tally;
  }

  /**
   * The answer that decides, after as many tries as it took.
   *
   * @param uncertain whether an earlier try got no such answer, so that this one may tell of what that try has done
   */
  public record Decided(Answer answer, boolean uncertain) {}

  /** Nobody decided within the limit. */
  public static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted(String message) {
      super(message);
    }
  }

  /** Sends the request until it is decided. */
  public Decided send(Client.Request request) {
    long end = System.nanoTime() + limit.toNanos();
    String last = "";
    for (int attempt = 0; System.nanoTime() < end; attempt++) {
      if (attempt > 0) {
        tally.resent(last);
        pause(attempt);
      }
      try {
        Answer answer = request.send();
        if (!UNDECIDED.contains(answer.status())) {
          return new Decided(answer, attempt > 0);
        }
        last = (answer.status() + " " + answer.problem()).strip();
      } catch (IOException silent) {
        if (Thread.currentThread().isInterrupted()) {
          break;
        }
        last = silent.getClass().getSimpleName();
      }
    }
    throw new Exhausted(
        request + " was not decided within " + limit.toSeconds() + " s, at last: " + last);
  }

  private static void pause(int attempt) {
    long most = Math.min(FIRST_PAUSE_MILLIS << Math.min(attempt, 8), LONGEST_PAUSE_MILLIS);
    try {
      TimeUnit.MILLISECONDS.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
