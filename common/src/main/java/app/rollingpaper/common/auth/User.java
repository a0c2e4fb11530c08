package app.rollingpaper.common.auth;

import java.security.Principal;
import java.util.UUID;

/**
 * A signed-in account, as its access token describes it.
 *
 * @param id the account
 * @param email in lower case
 * @param name as shown to others
 * @param locale {@code ko} or {@code en}
 */
public record User(UUID id, String email, String name, String locale) implements Principal {
  @Override
  public String getName() {
    return name;
  }

  @Override
  public String toString() {
    return "User[" + id + "]";
  }
}
