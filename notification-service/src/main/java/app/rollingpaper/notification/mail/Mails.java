package app.rollingpaper.notification.mail;

import app.rollingpaper.common.time.Ids;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mail that is to be sent, was sent or was given up. Thread-safe. */
public final class Mails {
  private static final Logger log = LoggerFactory.getLogger(Mails.class);
  private static final int NAME = 60;
  private static final int ADDRESS = 254;

  private final Jdbi database;
  private final MailConfig config;
  private final InstantSource clock;
  private final MailStore store = new MailStore();

  public Mails(Jdbi database, MailConfig config, InstantSource clock) {
    this.database = database;
    this.config = config;
    this.clock = clock;
  }

  /** What became of the wish to write to somebody. */
  public sealed interface Writing {
    /** The mail will be sent when the transaction is committed. */
    record Written(UUID mail) implements Writing {}

    /** No mail can go to such an address. */
    record UnusableAddress() implements Writing {}
  }

  /**
   * Writes to the recipient of a paper. The same cause makes the same mail: writing it again changes nothing.
   *
   * @param cause the event that asks for it
   */
  public Writing write(Handle transaction, UUID cause, DeliveredPaper paper) {
    return write(
        transaction,
        Ids.named("mail", cause.toString()),
        paper.recipientEmail(),
        paper.recipientName(),
        Letter.of(paper));
  }

  /** Writes to somebody whom the recipient of a paper thanks; the same cause makes one mail for each address. */
  public Writing write(Handle transaction, UUID cause, ThankedPaper paper) {
    return write(
        transaction,
        Ids.named("mail", cause.toString(), paper.readerEmail()),
        paper.readerEmail(),
        paper.readerName(),
        Letter.of(paper));
  }

  private Writing write(Handle transaction, UUID id, String email, String name, Letter letter) {
    Optional<String> address = address(email);
    if (address.isEmpty()) {
      log.warn("event=mail_address_unusable mail={}", id);
      return new Writing.UnusableAddress();
    }
    store.insert(
        transaction,
        new Mail(
            id,
            address.get(),
            Line.of(name, NAME),
            letter.language(),
            letter.subject(),
            letter.plain(),
            letter.html(),
            clock.instant(),
            0));
    return new Writing.Written(id);
  }

  /** One address as every mail server knows it, and nothing that a header could take for more. */
  private static Optional<String> address(String email) {
    String text = email.strip();
    int at = text.lastIndexOf('@');
    if (at < 1
        || text.length() > ADDRESS
        || !text.substring(0, at).chars().allMatch(Mails::isVisibleAscii)) {
      return Optional.empty();
    }
    try {
      String ascii =
          text.substring(0, at + 1) + IDN.toASCII(text.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
      InternetAddress parsed = new InternetAddress(ascii, true);
      parsed.validate();
      return ascii.equals(parsed.getAddress()) ? Optional.of(ascii) : Optional.empty();
    } catch (AddressException | IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  private static boolean isVisibleAscii(int character) {
    return character > ' ' && character < 0x7f;
  }

  /** The mail that was given up, oldest first. */
  public List<FailedMail> failed(int limit) {
    return database.withHandle(handle -> store.failed(handle, limit));
  }

  /**
   * Has all mail that was given up sent once more.
   *
   * @return how many
   */
  public int retryFailed() {
    return database.withHandle(store::retryFailed);
  }

  /** Forgets what ended long ago. */
  public void removeOld() {
    database.useHandle(
        handle -> store.removeEndedBefore(handle, clock.instant().minus(config.retention())));
  }
}
