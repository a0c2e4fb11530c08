package app.rollingpaper.user.account;

import java.util.UUID;

/** The news that somebody has an account, as other services read it. */
record UserRegistered(UUID userId, String email, String name, String locale) {
  static final String TYPE = "user.registered.v1";

  static UserRegistered of(Account account) {
    return new UserRegistered(
        account.id().value(),
        account.email().text(),
        account.name().text(),
        account.language().tag());
  }

  @Override
  public String toString() {
    return "UserRegistered[" + userId + "]";
  }
}
