package app.rollingpaper.user.account;

import java.util.UUID;

/** Names an account, for good. */
public record AccountId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
