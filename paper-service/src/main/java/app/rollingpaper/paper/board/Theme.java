package app.rollingpaper.paper.board;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a paper looks like. */
public enum Theme {
  @JsonProperty("confetti")
  CONFETTI,
  @JsonProperty("meadow")
  MEADOW,
  @JsonProperty("night")
  NIGHT,
  @JsonProperty("kraft")
  KRAFT,
  @JsonProperty("ocean")
  OCEAN
}
