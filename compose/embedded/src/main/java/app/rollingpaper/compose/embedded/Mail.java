package app.rollingpaper.compose.embedded;

import java.time.Instant;
import java.util.List;

/** A mail that arrived in the mailbox; the id is the SHA-256 of its Message-ID. */
public record Mail(
    String id,
    List<String> to,
    String from,
    String subject,
    Instant receivedAt,
    String text,
    String html) {
  public Mail {
    to = List.copyOf(to);
  }
}
