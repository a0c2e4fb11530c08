package app.rollingpaper.paper.delivery;

import app.rollingpaper.common.event.Outbox;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.guest.Links;
import app.rollingpaper.paper.ledger.LifeListener;
import java.net.URI;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tells the other services of a paper's turns, in the transaction that makes them. Thread-safe. */
public final class Announcements implements LifeListener {
  private static final String SEALED = "paper.sealed.v1";
  private static final String DELIVERED = "paper.delivered.v1";

  private final Outbox outbox;
  private final Links links;
  private final DeliveryStore store = new DeliveryStore();

  public Announcements(Outbox outbox, Links links) {
    this.outbox = outbox;
    this.links = links;
  }

  /** Data of {@code paper.sealed.v1}. */
  record Sealed(UUID paperId, UUID ownerId, String title, int noteCount) {}

  /** Data of {@code paper.delivered.v1}. */
  record Delivered(
      UUID paperId,
      UUID ownerId,
      String title,
      int noteCount,
      String senderName,
      Addressee recipient,
      URI revealUrl) {}

  /** Whom the paper is for; without an address nobody gets mail. */
  record Addressee(String name, @Nullable String email, String locale) {}

  @Override
  public void sealed(Handle handle, PaperId paper) {
    DeliveryStore.Finished finished = store.finished(handle, paper);
    outbox.append(
        handle,
        SEALED,
        paper.toString(),
        new Sealed(paper.value(), finished.owner(), finished.title(), finished.noteCount()));
  }

  @Override
  public void delivered(Handle handle, PaperId paper) {
    DeliveryStore.Finished finished = store.finished(handle, paper);
    outbox.append(
        handle,
        DELIVERED,
        paper.toString(),
        new Delivered(
            paper.value(),
            finished.owner(),
            finished.title(),
            finished.noteCount(),
            finished.ownerName(),
            finished.recipient(),
            links.reveal(handle, paper)));
  }
}
