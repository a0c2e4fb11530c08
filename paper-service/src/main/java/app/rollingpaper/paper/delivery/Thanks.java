package app.rollingpaper.paper.delivery;

import app.rollingpaper.common.event.Outbox;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What recipients say to those who wrote: one word of thanks for each paper, which can be changed. Thread-safe. */
public final class Thanks {
  private static final String THANKED = "paper.thanked.v1";

  private final Jdbi jdbi;
  private final ThanksStore store = new ThanksStore();
  private final Outbox outbox;
  private final InstantSource clock;

  public Thanks(Jdbi jdbi, Outbox outbox, InstantSource clock) {
    this.jdbi = jdbi;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Data of {@code paper.thanked.v1}; the writers are those with an account and a note in sight. */
  record Thanked(
      UUID paperId, UUID ownerId, String title, String recipientName, List<UUID> writerIds) {}

  /**
   * A word of thanks.
   *
   * @param name of whoever says it
   */
  record Word(String name, String text, Instant createdAt, Instant updatedAt) {}

  Optional<Word> find(PaperId paper) {
    return jdbi.withHandle(handle -> store.find(handle, paper));
  }

  /** Says it, or says it in other words; others are told of the first time only. */
  Word say(Member recipient, String text) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    PaperId paper = recipient.paper();
    return jdbi.inTransaction(
        handle -> {
          if (store.save(handle, recipient, text, now)) {
            outbox.append(handle, THANKED, paper.toString(), store.thanked(handle, paper));
          }
          return store.find(handle, paper).orElseThrow();
        });
  }
}
