package app.rollingpaper.compose.suites;

import java.util.UUID;

/** A paper, whose it is, and where the mail to its recipient goes. */
public record Paper(UUID id, Person owner, String title, String recipientEmail) {
  /** {@code /api/papers/ID} with what follows, such as {@code /notes}. */
  public String path(String rest) {
    return "/api/papers/" + id + rest;
  }
}
