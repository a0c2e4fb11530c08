package app.rollingpaper.notification.person;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The people this service has heard of. Thread-safe. */
public final class People {
  private final PersonStore store = new PersonStore();

  /** Somebody made an account, or an earlier message of it arrives again. */
  public void registered(Handle transaction, Person person) {
    store.save(
        transaction,
        new Person(
            person.id(),
            normal(person.email()),
            person.name(),
            person.locale(),
            person.registeredAt()));
  }

  /** Who has this address; the newest account where there are several. */
  public Optional<Person> withEmail(Handle transaction, String email) {
    return store.withEmail(transaction, normal(email));
  }

  /** Those of them who are known. */
  public List<Person> known(Handle transaction, Set<UUID> people) {
    return store.all(transaction, people);
  }

  private static String normal(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }
}
