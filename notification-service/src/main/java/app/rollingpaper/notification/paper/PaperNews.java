package app.rollingpaper.notification.paper;

import app.rollingpaper.common.event.Event;
import app.rollingpaper.notification.inbox.EntryKind;
import app.rollingpaper.notification.inbox.Inbox;
import app.rollingpaper.notification.mail.Letter;
import app.rollingpaper.notification.mail.Mails;
import app.rollingpaper.notification.person.People;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Who hears of a paper, and how. Runs in the transaction that takes an event in. Thread-safe. */
public final class PaperNews {
  /** The events it is about. */
  public static final List<String> TYPES = List.of(PaperSealed.TYPE, PaperDelivered.TYPE);

  private final ObjectMapper json;
  private final Inbox inbox;
  private final People people;
  private final Mails mails;

  public PaperNews(ObjectMapper json, Inbox inbox, People people, Mails mails) {
    this.json = json;
    this.inbox = inbox;
    this.people = people;
    this.mails = mails;
  }

  public void handle(Handle transaction, Event event) throws JsonProcessingException {
    switch (event.type()) {
      case PaperSealed.TYPE ->
          sealed(transaction, event, json.treeToValue(event.data(), PaperSealed.class));
      case PaperDelivered.TYPE ->
          delivered(transaction, event, json.treeToValue(event.data(), PaperDelivered.class));
      default -> throw new IllegalArgumentException("not news of a paper: " + event.type());
    }
  }

  private void sealed(Handle transaction, Event event, PaperSealed paper) {
    inbox.tell(
        transaction,
        paper.ownerId(),
        EntryKind.SEALED,
        paper.paperId(),
        paper.title(),
        event.occurredAt());
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
    Letter letter =
        DeliveryLetter.of(
            paper.recipient().locale(),
            paper.recipient().name(),
            paper.senderName(),
            paper.title(),
            paper.noteCount(),
            paper.revealUrl());
    mails.send(transaction, event.id(), email, paper.recipient().name(), letter);
  }
}
