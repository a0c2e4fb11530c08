package app.rollingpaper.paper.board;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why somebody gets a paper. */
public enum Occasion {
  @JsonProperty("birthday")
  BIRTHDAY,
  @JsonProperty("farewell")
  FAREWELL,
  @JsonProperty("graduation")
  GRADUATION,
  @JsonProperty("wedding")
  WEDDING,
  @JsonProperty("thanks")
  THANKS,
  @JsonProperty("get-well")
  GET_WELL,
  @JsonProperty("other")
  OTHER
}
