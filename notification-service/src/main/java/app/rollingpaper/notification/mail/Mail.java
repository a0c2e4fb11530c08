package app.rollingpaper.notification.mail;

import java.util.UUID;

/**
 * A mail on its way.
 *
 * @param attempts how often it has been tried, this time included
 */
record Mail(UUID id, String address, String name, Letter letter, int attempts) {
  @Override
  public String toString() {
    return "Mail[" + id + "]";
  }
}
