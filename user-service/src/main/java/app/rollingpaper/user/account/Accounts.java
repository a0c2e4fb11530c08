package app.rollingpaper.user.account;

import app.rollingpaper.common.event.Outbox;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.user.account.AccountStore.Stored;
import app.rollingpaper.user.account.SignUp.Objection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** All accounts: who may have one, and who has one. Thread-safe. */
public final class Accounts {
  private final Jdbi jdbi;
  private final AccountStore store;
  private final Passwords passwords;
  private final Outbox outbox;
  private final Ids ids;
  private final InstantSource clock;

  public Accounts(Jdbi jdbi, Passwords passwords, Outbox outbox, Ids ids, InstantSource clock) {
    this.jdbi = jdbi;
    this.store = new AccountStore();
    this.passwords = passwords;
    this.outbox = outbox;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What somebody asks for, as typed.
   *
   * @param key tells a repeated request from another one for the same address, if the client gave one
   */
  record Wish(String email, String password, String name, Language language, @Nullable String key) {
    @Override
    public String toString() {
      return "Wish[]";
    }
  }

  /** Makes an account, and tells the others in the same transaction. */
  SignUp signUp(Wish wish) {
    Optional<Email> email = Email.of(wish.email());
    Optional<Name> name = Name.of(wish.name());
    Password password = Password.typed(wish.password());
    List<Objection> objections = new ArrayList<>();
    if (email.isEmpty()) {
      objections.add(new Objection("email", "must be an e-mail address of 254 characters at most"));
    }
    if (name.isEmpty()) {
      objections.add(new Objection("name", "must have 1 to 40 characters in one line"));
    }
    password
        .objection(email.orElse(new Email("")))
        .ifPresent(message -> objections.add(new Objection("password", message)));
    if (email.isEmpty() || name.isEmpty() || !objections.isEmpty()) {
      return new SignUp.Unacceptable(objections);
    }
    // Looked for before the password is hashed: hashing is the dear part.
    Optional<Stored> there = jdbi.withHandle(handle -> store.find(handle, email.get()));
    if (there.isPresent()) {
      return repeated(wish, password, there.get());
    }
    Optional<String> hash = passwords.hash(password);
    if (hash.isEmpty()) {
      return new SignUp.Busy();
    }
    Account account =
        new Account(new AccountId(ids.next()), email.get(), name.get(), wish.language());
    boolean added =
        jdbi.inTransaction(
            handle -> {
              boolean first =
                  store.add(handle, new Stored(account, hash.get(), wish.key()), clock.instant());
              if (first) {
                outbox.append(
                    handle,
                    UserRegistered.TYPE,
                    account.id().toString(),
                    UserRegistered.of(account));
              }
              return first;
            });
    if (added) {
      return new SignUp.SignedUp(account);
    }
    return jdbi.withHandle(handle -> store.find(handle, email.get()))
        .map(other -> repeated(wish, password, other))
        .orElseGet(SignUp.EmailTaken::new);
  }

  /** The same key with the same password is the same request again. */
  private SignUp repeated(Wish wish, Password password, Stored there) {
    if (wish.key() == null || !wish.key().equals(there.signUpKey())) {
      return new SignUp.EmailTaken();
    }
    return passwords
        .matches(password, there.passwordHash())
        .<SignUp>map(same -> same ? new SignUp.SignedUp(there.account()) : new SignUp.EmailTaken())
        .orElseGet(SignUp.Busy::new);
  }

  /** Compares a password, with the same work whether there is such an account or not. */
  public Authentication authenticate(Email email, String typed) {
    Password password = Password.typed(typed);
    Optional<Stored> there = jdbi.withHandle(handle -> store.find(handle, email));
    Optional<Boolean> matches =
        passwords.matches(
            password.possible() ? password : new Password("impossible"),
            there.map(Stored::passwordHash).orElseGet(passwords::nobodys));
    if (matches.isEmpty()) {
      return new Authentication.Busy();
    }
    if (there.isEmpty() || !matches.get() || !password.possible()) {
      return new Authentication.Unknown();
    }
    strengthen(there.get(), password);
    return new Authentication.Known(there.get().account());
  }

  /** Brings the hash up to today's parameters, now that the password is at hand; another time when it is busy. */
  private void strengthen(Stored there, Password password) {
    if (passwords.outdated(there.passwordHash())) {
      passwords
          .hash(password)
          .ifPresent(
              hash ->
                  jdbi.useHandle(
                      handle ->
                          store.replaceHash(
                              handle, there.account().id(), there.passwordHash(), hash)));
    }
  }

  /**
   * Puts another password in place of the present one.
   *
   * @param changed what else is done in the transaction that does it
   */
  public PasswordChange changePassword(
      AccountId id, String typed, String wanted, Consumer<Handle> changed) {
    Optional<Stored> there = jdbi.withHandle(handle -> store.find(handle, id));
    if (there.isEmpty()) {
      return new PasswordChange.NoAccount();
    }
    Password next = Password.typed(wanted);
    Optional<String> objection = next.objection(there.get().account().email());
    if (objection.isPresent()) {
      return new PasswordChange.Unacceptable(objection.get());
    }
    Password present = Password.typed(typed);
    Optional<Boolean> matches =
        passwords.matches(
            present.possible() ? present : new Password("impossible"), there.get().passwordHash());
    if (matches.isEmpty()) {
      return new PasswordChange.Busy();
    }
    if (!matches.get() || !present.possible()) {
      return new PasswordChange.WrongPassword();
    }
    Optional<String> hash = passwords.hash(next);
    if (hash.isEmpty()) {
      return new PasswordChange.Busy();
    }
    boolean replaced =
        jdbi.inTransaction(
            handle -> {
              boolean first = store.replaceHash(handle, id, there.get().passwordHash(), hash.get());
              if (first) {
                changed.accept(handle);
              }
              return first;
            });
    return replaced ? new PasswordChange.Changed() : new PasswordChange.WrongPassword();
  }

  public Optional<Account> find(AccountId id) {
    return jdbi.withHandle(handle -> store.find(handle, id)).map(Stored::account);
  }
}
