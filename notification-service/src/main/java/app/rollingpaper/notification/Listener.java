package app.rollingpaper.notification;

import app.rollingpaper.common.event.Event;
import app.rollingpaper.notification.inbox.EntryKind;
import app.rollingpaper.notification.inbox.Inbox;
import app.rollingpaper.notification.mail.DeliveredPaper;
import app.rollingpaper.notification.mail.Mails;
import app.rollingpaper.notification.mail.ThankedPaper;
import app.rollingpaper.notification.person.People;
import app.rollingpaper.notification.person.Person;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What the service does when it hears of something. Reads only what it needs of an event: a newer producer may say more.
 * Thread-safe.
 */
final class Listener {
  private static final String USER_REGISTERED = "user.registered.v1";
  private static final String PAPER_SEALED = "paper.sealed.v1";
  private static final String PAPER_DELIVERED = "paper.delivered.v1";
  private static final String PAPER_THANKED = "paper.thanked.v1";

  /** What it listens to. */
  static final List<String> TYPES =
      List.of(USER_REGISTERED, PAPER_SEALED, PAPER_DELIVERED, PAPER_THANKED);

  private final ObjectReader reader;
  private final People people;
  private final Inbox inbox;
  private final Mails mails;
  private final URI publicUrl;

  Listener(ObjectMapper json, People people, Inbox inbox, Mails mails, URI publicUrl) {
    this.reader = json.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    this.people = people;
    this.inbox = inbox;
    this.mails = mails;
    this.publicUrl = publicUrl;
  }

  record UserRegistered(UUID userId, String email, String name, String locale) {
    UserRegistered {
      Objects.requireNonNull(userId, "userId");
      Objects.requireNonNull(email, "email");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(locale, "locale");
    }
  }

  record PaperSealed(UUID paperId, UUID ownerId, String title) {
    PaperSealed {
      Objects.requireNonNull(paperId, "paperId");
      Objects.requireNonNull(ownerId, "ownerId");
      Objects.requireNonNull(title, "title");
    }
  }

  record Recipient(String name, @Nullable String email, String locale) {
    Recipient {
      Objects.requireNonNull(name, "recipient.name");
      Objects.requireNonNull(locale, "recipient.locale");
    }
  }

  record PaperDelivered(
      UUID paperId,
      UUID ownerId,
      String title,
      int noteCount,
      String senderName,
      Recipient recipient,
      URI revealUrl) {
    PaperDelivered {
      Objects.requireNonNull(paperId, "paperId");
      Objects.requireNonNull(ownerId, "ownerId");
      Objects.requireNonNull(title, "title");
      Objects.requireNonNull(senderName, "senderName");
      Objects.requireNonNull(recipient, "recipient");
      Objects.requireNonNull(revealUrl, "revealUrl");
    }
  }

  record PaperThanked(
      UUID paperId, UUID ownerId, String title, String recipientName, List<UUID> writerIds) {
    PaperThanked {
      Objects.requireNonNull(paperId, "paperId");
      Objects.requireNonNull(ownerId, "ownerId");
      Objects.requireNonNull(title, "title");
      Objects.requireNonNull(recipientName, "recipientName");
      writerIds = List.copyOf(writerIds);
    }
  }

  /** Does everything that an event asks for, in its transaction. */
  void hear(Handle transaction, Event event) throws IOException {
    switch (event.type()) {
      case USER_REGISTERED -> {
        UserRegistered user = read(event, UserRegistered.class);
        people.registered(
            transaction,
            new Person(
                user.userId(), user.email(), user.name(), user.locale(), event.occurredAt()));
      }
      case PAPER_SEALED -> {
        PaperSealed paper = read(event, PaperSealed.class);
        inbox.tell(
            transaction,
            paper.ownerId(),
            EntryKind.SEALED,
            paper.paperId(),
            paper.title(),
            event.occurredAt());
      }
      case PAPER_DELIVERED -> delivered(transaction, event, read(event, PaperDelivered.class));
      case PAPER_THANKED -> thanked(transaction, event, read(event, PaperThanked.class));
      default -> throw new IllegalArgumentException("not listened to: " + event.type());
    }
  }

  private void delivered(Handle transaction, Event event, PaperDelivered paper) {
    inbox.tell(
        transaction,
        paper.ownerId(),
        EntryKind.DELIVERED,
        paper.paperId(),
        paper.title(),
        event.occurredAt());
    String email = paper.recipient().email();
    if (email == null) {
      return;
    }
    people
        .withEmail(transaction, email)
        .ifPresent(
            person ->
                inbox.tell(
                    transaction,
                    person.id(),
                    EntryKind.RECEIVED,
                    paper.paperId(),
                    paper.title(),
                    event.occurredAt()));
    mails.write(
        transaction,
        event.id(),
        new DeliveredPaper(
            paper.title(),
            paper.noteCount(),
            paper.senderName(),
            paper.recipient().name(),
            email,
            paper.recipient().locale(),
            paper.revealUrl()));
  }

  /** Tells the owner and all who wrote with an account; whoever is not known here yet has no address to write to. */
  private void thanked(Handle transaction, Event event, PaperThanked paper) {
    Set<UUID> thanked = new TreeSet<>(paper.writerIds());
    thanked.add(paper.ownerId());
    for (UUID person : thanked) {
      inbox.tell(
          transaction,
          person,
          EntryKind.THANKED,
          paper.paperId(),
          paper.title(),
          event.occurredAt());
    }
    URI url = URI.create(publicUrl.toString().replaceAll("/+$", "") + "/p/" + paper.paperId());
    for (Person person : people.known(transaction, thanked)) {
      mails.write(
          transaction,
          event.id(),
          new ThankedPaper(
              paper.title(),
              paper.recipientName(),
              person.name(),
              person.email(),
              person.locale(),
              url));
    }
  }

  private <T extends Record> T read(Event event, Class<T> shape) throws IOException {
    return reader.forType(shape).readValue(event.data());
  }
}
