package app.rollingpaper.notification.inbox;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an entry tells. The names are part of the API and of the stored rows. */
public enum EntryKind {
  /** A paper of the person's own takes no more notes. */
  @JsonProperty("sealed")
  SEALED,
  /** A paper of the person's own has been handed over. */
  @JsonProperty("delivered")
  DELIVERED,
  /** The person has been given a paper. */
  @JsonProperty("received")
  RECEIVED
}
