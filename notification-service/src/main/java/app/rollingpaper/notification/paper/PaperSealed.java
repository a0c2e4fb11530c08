package app.rollingpaper.notification.paper;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.UUID;

/** Data of {@code paper.sealed.v1}, as far as it matters here. */
@JsonIgnoreProperties(ignoreUnknown = true)
record PaperSealed(UUID paperId, UUID ownerId, String title) {
  static final String TYPE = "paper.sealed.v1";
}
