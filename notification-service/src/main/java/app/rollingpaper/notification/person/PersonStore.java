package app.rollingpaper.notification.person;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

final class PersonStore {
  void save(Handle transaction, Person person) {
    transaction
        .createUpdate(
            """
            insert into person (id, email, name, locale, registered_at)
            values (:id, :email, :name, :locale, :registeredAt)
            on conflict (id) do update
            set email = excluded.email,
                name = excluded.name,
                locale = excluded.locale,
                registered_at = excluded.registered_at
            """)
        .bindMethods(person)
        .execute();
  }

  List<Person> all(Handle transaction, Set<UUID> people) {
    return transaction
        .createQuery(
            """
            select id, email, name, locale, registered_at from person where id = any(:people) order by id
            """)
        .bindArray("people", UUID.class, people.toArray())
        .map(ConstructorMapper.of(Person.class))
        .list();
  }

  Optional<Person> withEmail(Handle transaction, String email) {
    return transaction
        .createQuery(
            """
            select id, email, name, locale, registered_at
            from person
            where email = :email
            order by registered_at desc, id desc
            limit 1
            """)
        .bind("email", email)
        .map(ConstructorMapper.of(Person.class))
        .findOne();
  }
}
