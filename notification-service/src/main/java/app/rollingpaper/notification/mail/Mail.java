package app.rollingpaper.notification.mail;

import java.time.Instant;
import java.util.UUID;

/**
 * A mail that waits to be sent.
 *
 * @param id the same for every attempt
 * @param address whose it is
 * @param name how the recipient is called
 * @param language of what it says, as in the header {@code Content-Language}
 * @param subject one line
 * @param plain what it says, as text
 * @param html what it says, as HTML
 * @param createdAt when it was written
 * @param attempts how often it has been tried, this time included
 */
record Mail(
    UUID id,
    String address,
    String name,
    String language,
    String subject,
    String plain,
    String html,
    Instant createdAt,
    int attempts) {
  @Override
  public String toString() {
    return "Mail[" + id + "]";
  }
}
