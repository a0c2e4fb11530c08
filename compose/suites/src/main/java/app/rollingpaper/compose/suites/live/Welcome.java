package app.rollingpaper.compose.suites.live;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.UUID;

/**
 * What a server says when it lets a client in, and again before each snapshot.
 *
 * @param e the timeline
 * @param q the head of the ledger
 * @param n the highest number of this client that is decided
 * @param heartbeat seconds between two signs of life
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Welcome(
    long e,
    long q,
    long n,
    UUID me,
    String name,
    String role,
    String state,
    String session,
    Limits limits,
    int heartbeat,
    String instance) {

  /** What a client has to keep to. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Limits(int frame, int ops, int burst, int live, int liveBytes) {
    static final Limits USUAL = new Limits(16_384, 20, 60, 30, 2_048);
  }
}
