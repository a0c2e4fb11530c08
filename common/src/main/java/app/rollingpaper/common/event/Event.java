package app.rollingpaper.common.event;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in one service and that others may want to know: the envelope as it
 * travels.
 *
 * <p>Fields this version does not know are ignored, because a newer producer may add some;
 * consumers do the same with {@code data}. Immutable, except that {@code data} is not to be changed
 * by anybody.
 *
 * @param id the same in every delivery of this event
 * @param type what happened, and the version of its shape, such as {@code paper.sealed.v1}
 * @param occurredAt when, to the microsecond
 * @param key whom it happened to: events of one key keep their order
 * @param trace the id of the request that made it happen, if it was one
 * @param data what there is to know, shaped as the golden file {@code contracts/<type>.json} shows
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"id", "type", "occurredAt", "key", "trace", "data"})
public record Event(
    UUID id,
    String type,
    @JsonFormat(shape = JsonFormat.Shape.STRING) Instant occurredAt,
    String key,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String trace,
    JsonNode data) {

  /** The MDC key under which the id of the present request is kept. */
  static final String REQUEST_ID = "requestId";

  /** The number of characters that a type, being a routing key, may have. */
  static final int TYPE_LENGTH = 200;

  /** Refuses an envelope in which something other than the trace is missing. */
  public Event {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(occurredAt, "occurredAt");
    Objects.requireNonNull(key, "key");
    if (data == null || data.isNull() || data.isMissingNode()) {
      throw new IllegalArgumentException("data");
    }
  }
}
