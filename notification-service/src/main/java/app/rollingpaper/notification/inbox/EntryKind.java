package app.rollingpaper.notification.inbox;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an entry tells. The JSON names are the API's; the constants' names are stored. */
public enum EntryKind {
  /** A paper of the person's own takes no more notes. */
  @JsonProperty("sealed")
  SEALED,
  /** A paper of the person's own has been handed over. */
  @JsonProperty("delivered")
  DELIVERED,
  /** The person has been given a paper. */
  @JsonProperty("received")
  RECEIVED,
  /** The recipient of a paper that the person opened or wrote on has thanked everybody. */
  @JsonProperty("thanked")
  THANKED
}
