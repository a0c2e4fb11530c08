package app.rollingpaper.notification.paper;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Data of {@code paper.delivered.v1}, as far as it matters here. Its address of the paper is a secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
record PaperDelivered(
    UUID paperId,
    UUID ownerId,
    String title,
    int noteCount,
    String senderName,
    Recipient recipient,
    URI revealUrl) {
  static final String TYPE = "paper.delivered.v1";

  /** Whom the paper is for. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Recipient(String name, @Nullable String email, String locale) {}

  @Override
  public String toString() {
    return "PaperDelivered[" + paperId + "]";
  }
}
