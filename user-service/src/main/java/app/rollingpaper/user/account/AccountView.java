package app.rollingpaper.user.account;

import java.util.UUID;

/** An account as its owner is shown it. */
public record AccountView(UUID id, String email, String name, String locale) {
  public static AccountView of(Account account) {
    return new AccountView(
        account.id().value(),
        account.email().text(),
        account.name().text(),
        account.language().tag());
  }
}
