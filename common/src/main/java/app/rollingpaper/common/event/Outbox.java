package app.rollingpaper.common.event;

import app.rollingpaper.common.time.Ids;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.MDC;

/**
 * The place where a service notes what others must know, in the transaction of the change itself:
 * both are committed or neither is. {@link OutboxRelay} publishes it afterwards. Thread-safe.
 */
public final class Outbox {
  private final Ids ids;
  private final InstantSource clock;
  private final ObjectMapper json;
  private volatile Runnable committed = () -> {};

  public Outbox(Ids ids, InstantSource clock, ObjectMapper json) {
    this.ids = ids;
    this.clock = clock;
    this.json = json;
  }

  /**
   * Adds an event to what the transaction of the handle commits. Events of one key keep their order
   * if their transactions take a common lock before they append.
   *
   * @param data anything that the mapper writes as the contract of the type has it
   * @return the id of the event
   * @throws IllegalStateException when the handle is not in a transaction
   * @throws IllegalArgumentException when the data cannot be written as JSON
   * @throws org.jdbi.v3.core.JdbiException when the database refuses
   */
  public UUID append(Handle handle, String type, String key, Object data) {
    if (!handle.isInTransaction()) {
      throw new IllegalStateException("an event is appended within the transaction of its change");
    }
    if (type.isBlank() || type.length() > Event.TYPE_LENGTH) {
      throw new IllegalArgumentException("not a type of event: " + type);
    }
    UUID id = ids.next();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Event event = new Event(id, type, now, key, MDC.get(Event.REQUEST_ID), json.valueToTree(data));
    handle
        .createUpdate(
            """
            insert into outbox (id, type, key, occurred_at, envelope)
            values (:id, :type, :key, :occurredAt, :envelope)
            """)
        .bind("id", id)
        .bind("type", type)
        .bind("key", key)
        .bind("occurredAt", now)
        .bind("envelope", written(event))
        .execute();
    handle.afterCommit(committed);
    return id;
  }

  private String written(Event event) {
    try {
      return json.writeValueAsString(event);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException("an event has to be JSON", unwritable);
    }
  }

  /** Has the relay told of every commit, so that it need not wait for its next look. */
  void onCommit(Runnable relay) {
    committed = relay;
  }
}
