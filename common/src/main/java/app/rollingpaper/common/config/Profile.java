package app.rollingpaper.common.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a service runs, and so how strict it is about development secrets and embedded stores. */
public enum Profile {
  /** One machine, started by the launcher. */
  @JsonProperty("dev")
  DEV,
  /** A test suite. */
  @JsonProperty("test")
  TEST,
  /** For people: every secret and store has to be chosen. */
  @JsonProperty("prod")
  PROD
}
