package app.rollingpaper.notification.mail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Mails from the moment they are decided until they are sent or given up. Thread-safe. */
public final class Mails {
  /** Longer than any attempt takes. Whoever dies during an attempt leaves the mail to others after this time. */
  private static final Duration CLAIM = Duration.ofMinutes(1);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final Duration KEPT = Duration.ofDays(30);

  private final Jdbi jdbi;
  private final MailConfig config;
  private final InstantSource clock;
  private final MailStore store = new MailStore();

  public Mails(Jdbi jdbi, MailConfig config, InstantSource clock) {
    this.jdbi = jdbi;
    this.config = config;
    this.clock = clock;
  }

  /** Decides that a mail is sent, when the transaction commits; the same id again changes nothing. */
  public void send(Handle transaction, UUID id, String address, String name, Letter letter) {
    store.add(transaction, id, address, MailText.line(name), letter, clock.instant());
  }

  Optional<Mail> next() {
    Instant now = clock.instant();
    return jdbi.withHandle(handle -> store.claim(handle, now, now.plus(CLAIM)));
  }

  void sent(Mail mail) {
    jdbi.useHandle(handle -> store.sent(handle, mail.id(), clock.instant()));
  }

  /** An attempt failed; true when it was the last one. */
  boolean failed(Mail mail) {
    boolean last = mail.attempts() >= config.attempts();
    jdbi.useHandle(
        handle -> {
          if (last) {
            store.failed(handle, mail.id());
          } else {
            store.retry(handle, mail.id(), clock.instant().plus(pause(mail.attempts())));
          }
        });
    return last;
  }

  private Duration pause(int attempts) {
    Duration doubled = config.firstRetry().multipliedBy(1L << Math.min(attempts - 1, 20));
    return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
  }

  /** Mails that are decided and not yet sent or given up. */
  public long waiting() {
    return jdbi.withHandle(store::waiting);
  }

  void removeOld() {
    jdbi.useHandle(handle -> store.removeDone(handle, clock.instant().minus(KEPT)));
  }
}
