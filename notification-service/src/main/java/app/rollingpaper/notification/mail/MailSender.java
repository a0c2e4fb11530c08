package app.rollingpaper.notification.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the mail that is due, a bounded number at a time; every instance has one. Thread-safe.
 *
 * <p>A mail is claimed for the time that sending may take and a little more, sent outside of any transaction, and marked.
 * An instance that dies in between leaves it to the others when the claim ends, so the server may be given a mail twice,
 * with the same Message-ID. A database that is away when a mail was accepted is waited for.
 */
public final class MailSender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MailSender.class);
  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final Duration MEASURE = Duration.ofSeconds(2);
  private static final Duration FINISH = Duration.ofSeconds(10);
  private static final Duration DATABASE_PAUSE = Duration.ofMillis(200);

  private final Jdbi database;
  private final MailConfig config;
  private final Smtp smtp;
  private final MailStore store = new MailStore();
  private final Semaphore free;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mail-", 0).factory());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread dispatcher = Thread.ofVirtual().name("mail-dispatcher").unstarted(this::run);
  private final Counter sent;
  private final Counter postponed;
  private final Counter failed;
  private volatile MailStore.Backlog backlog = new MailStore.Backlog(0, 0, 0);

  // Of the dispatcher's own thread.
  private long measured = System.nanoTime() - MEASURE.toNanos();
  private boolean databaseAway;

  /**
   * Sends nothing yet.
   *
   * @param publicUrl under which people know the system
   * @throws IllegalArgumentException when a setting is wrong, naming it
   */
  public MailSender(Jdbi database, MailConfig config, URI publicUrl, MeterRegistry metrics) {
    this.database = database;
    this.config = config;
    this.smtp = new Smtp(config, Objects.requireNonNullElse(publicUrl.getHost(), "localhost"));
    this.free = new Semaphore(config.concurrent());
    this.sent = metrics.counter("mail.sent");
    this.postponed = metrics.counter("mail.postponed");
    this.failed = metrics.counter("mail.failed");
    Gauge.builder("mail.backlog", () -> backlog.waiting())
        .tag("state", "waiting")
        .register(metrics);
    Gauge.builder("mail.backlog", () -> backlog.failed()).tag("state", "failed").register(metrics);
    Gauge.builder("mail.backlog.oldest", () -> backlog.oldest())
        .baseUnit("seconds")
        .register(metrics);
  }

  /** Begins to send; to be called once, when the schema is up to date. */
  public void start() {
    dispatcher.start();
  }

  private void run() {
    try {
      while (!isClosing()) {
        boolean more = false;
        try {
          measure();
          more = dispatch();
          databaseAway = false;
        } catch (RuntimeException away) {
          if (!databaseAway) {
            log.warn("event=mail_waits reason=\"{}\"", away.toString());
          }
          databaseAway = true;
        }
        if (!more) {
          closing.await(config.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands what is due to free senders, once there is one; answers whether more may be due. */
  private boolean dispatch() throws InterruptedException {
    free.acquire();
    int places = 1 + free.drainPermits();
    List<Mail> claimed = List.of();
    try {
      if (!isClosing()) {
        int limit = places;
        claimed = database.inTransaction(handle -> store.claim(handle, limit, lease()));
      }
    } finally {
      free.release(places - claimed.size());
    }
    claimed.forEach(mail -> threads.execute(() -> process(mail)));
    return claimed.size() == places;
  }

  private Duration lease() {
    return config.sendTimeout().plus(MARGIN);
  }

  private void process(Mail mail) {
    try {
      Sending outcome =
          mail.attempts() > config.attempts() ? new Sending.Refused("attempts") : attempt(mail);
      // The database may have gone away meanwhile; what is known must not be lost for that.
      long deadline = System.nanoTime() + lease().toNanos();
      while (!mark(mail, outcome) && System.nanoTime() < deadline) {
        if (closing.await(DATABASE_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          mark(mail, outcome);
          return;
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  private Sending attempt(Mail mail) throws InterruptedException {
    // Each time-out of the connection is for one step; this one is for all of them.
    Future<Sending> sending = threads.submit(() -> smtp.send(mail));
    try {
      return sending.get(config.sendTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException tooLong) {
      sending.cancel(true);
      return new Sending.Postponed("send-timeout");
    } catch (ExecutionException unexpected) {
      log.error("event=mail_attempt_broke id={}", mail.id(), unexpected.getCause());
      return new Sending.Postponed("unexpected");
    } catch (InterruptedException closed) {
      sending.cancel(true);
      throw closed;
    }
  }

  private boolean mark(Mail mail, Sending outcome) {
    try {
      switch (outcome) {
        case Sending.Accepted _ -> {
          database.useHandle(handle -> store.sent(handle, mail.id()));
          sent.increment();
          log.info("event=mail_sent id={} attempts={}", mail.id(), mail.attempts());
        }
        case Sending.Refused refused -> giveUp(mail, refused.reason());
        case Sending.Postponed later when mail.attempts() >= config.attempts() ->
            giveUp(mail, later.reason());
        case Sending.Postponed later -> {
          Duration wait = wait(mail.attempts());
          database.useHandle(handle -> store.postpone(handle, mail, wait, later.reason()));
          postponed.increment();
          log.info(
              "event=mail_postponed id={} attempts={} reason={} seconds={}",
              mail.id(),
              mail.attempts(),
              later.reason(),
              wait.toSeconds());
        }
      }
      return true;
    } catch (RuntimeException away) {
      log.warn("event=mail_unmarked id={} reason=\"{}\"", mail.id(), away.toString());
      return false;
    }
  }

  private void giveUp(Mail mail, String reason) {
    database.useHandle(handle -> store.fail(handle, mail, reason));
    failed.increment();
    log.error("event=mail_failed id={} attempts={} reason={}", mail.id(), mail.attempts(), reason);
  }

  /** Twice as long after each failure, and never the same for everybody. */
  private Duration wait(int attempts) {
    long first = config.firstRetry().toMillis();
    long longest = config.longestRetry().toMillis();
    long usual = Math.min(longest, first << Math.min(attempts - 1, 20));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(usual * 4 / 5, usual + 1));
  }

  private void measure() {
    if (System.nanoTime() - measured >= MEASURE.toNanos()) {
      backlog = database.withHandle(store::backlog);
      measured = System.nanoTime();
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Begins no further mail and waits, 10 s at most, for those under way; the rest is taken up after the next start. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (dispatcher.getState() != Thread.State.NEW && !dispatcher.join(FINISH)) {
        dispatcher.interrupt();
      }
      threads.shutdown();
      if (!threads.awaitTermination(FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
