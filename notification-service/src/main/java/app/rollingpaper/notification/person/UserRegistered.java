package app.rollingpaper.notification.person;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.UUID;

/** Data of {@code user.registered.v1}, as far as it matters here. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record UserRegistered(UUID userId, String email, String name, String locale) {
  public static final String TYPE = "user.registered.v1";

  @Override
  public String toString() {
    return "UserRegistered[" + userId + "]";
  }
}
