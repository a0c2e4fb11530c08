package app.rollingpaper.notification.person;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody with an account.
 *
 * @param id the account
 * @param email in lower case
 * @param name as shown to others
 * @param locale {@code ko} or {@code en}
 * @param registeredAt when the account was made
 */
public record Person(UUID id, String email, String name, String locale, Instant registeredAt) {
  @Override
  public String toString() {
    return "Person[" + id + "]";
  }
}
