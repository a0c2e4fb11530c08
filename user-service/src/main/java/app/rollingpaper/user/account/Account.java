package app.rollingpaper.user.account;

/**
 * A person's account, without the secret that opens it.
 *
 * @param id stays the same when everything else changes
 * @param email where the person is written to and what they sign in with
 * @param name as others see it
 * @param language in which the person is written to
 */
public record Account(AccountId id, Email email, Name name, Language language) {
  @Override
  public String toString() {
    return "Account[" + id + "]";
  }
}
