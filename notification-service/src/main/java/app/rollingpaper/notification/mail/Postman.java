package app.rollingpaper.notification.mail;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the mails that are due, one at a time; instances share the work. Thread-safe. */
public final class Postman implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Postman.class);
  private static final Duration IDLE = Duration.ofMillis(250);
  private static final Duration AWAY = Duration.ofSeconds(1);
  private static final long CLEANING = Duration.ofHours(1).toNanos();

  private final Mails mails;
  private final Smtp smtp;
  private final Thread thread;
  private volatile boolean closed;
  private long cleaned = System.nanoTime();

  public Postman(Mails mails, MailConfig config) {
    this.mails = mails;
    this.smtp = new Smtp(config);
    this.thread = Thread.ofVirtual().name("postman").unstarted(this::work);
  }

  /** Begins to send; to be called once. */
  public void start() {
    thread.start();
  }

  private void work() {
    while (!closed) {
      try {
        Optional<Mail> next = mails.next();
        if (next.isPresent()) {
          send(next.get());
        } else {
          clean();
          Thread.sleep(IDLE);
        }
      } catch (InterruptedException closing) {
        return;
      } catch (RuntimeException away) {
        log.warn("event=mail_waits cause={}", away.getClass().getName());
        pause();
      }
    }
  }

  private void send(Mail mail) {
    try {
      smtp.send(mail);
    } catch (RuntimeException refused) {
      // The exception's text may hold the address.
      boolean last = mails.failed(mail);
      log.warn(
          "event={} mail={} attempt={} cause={}",
          last ? "mail_given_up" : "mail_failed",
          mail.id(),
          mail.attempts(),
          refused.getClass().getName());
      return;
    }
    remember(mail);
    log.info("event=mail_sent mail={} attempt={}", mail.id(), mail.attempts());
  }

  /** A mail that is out must not go out again because the database is away for a moment. */
  private void remember(Mail mail) {
    for (int attempt = 1; ; attempt++) {
      try {
        mails.sent(mail);
        return;
      } catch (RuntimeException away) {
        if (attempt == 30 || closed) {
          throw away;
        }
        pause();
      }
    }
  }

  private void clean() {
    if (System.nanoTime() - cleaned > CLEANING) {
      cleaned = System.nanoTime();
      mails.removeOld();
    }
  }

  private void pause() {
    try {
      Thread.sleep(AWAY);
    } catch (InterruptedException closing) {
      closed = true;
    }
  }

  /** Finishes the mail at hand. */
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(Duration.ofSeconds(15))) {
        thread.interrupt();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
