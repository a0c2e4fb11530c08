package app.rollingpaper.paper.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Looks up somebody's role on a paper. */
final class AccessStore {
  private static final String OF_USER =
      """
        select %1$s, p.state, p.owner_id = :user as owner, g.guest_id, g.name, g.role
        from paper p
        left join guest g on g.paper_id = p.paper_id and g.user_id = :user and g.removed_at is null
        where p.paper_id = :paper and (p.owner_id = :user or g.guest_id is not null)
        -- A recipient who also wrote is the recipient.
        order by g.role = 'recipient' desc nulls last
        limit 1
        """
          .formatted(Edition.COLUMNS);

  private static final String OF_GUEST =
      """
        select %1$s, p.state, g.guest_id, g.name, g.role
        from paper p join guest g on g.paper_id = p.paper_id
        where p.paper_id = :paper and g.paper_id = :paper and g.token_hash = :hash and g.removed_at is null
        """
          .formatted(Edition.COLUMNS);

  private static final String OF_AUTHORS =
      """
        select %1$s, p.state, 'owner' as role, p.owner_id as author, p.owner_name as name
        from paper p where p.paper_id = :paper and p.owner_id = any(:authors)
        union all
        select %1$s, p.state, g.role, g.guest_id, g.name
        from paper p join guest g on g.paper_id = p.paper_id
        where p.paper_id = :paper and g.paper_id = :paper and g.guest_id = any(:authors) and g.removed_at is null
        """
          .formatted(Edition.COLUMNS);

  Optional<Member> ofUser(Handle handle, PaperId paper, UUID user, String name) {
    return handle
        .createQuery(OF_USER)
        .bind("paper", paper.value())
        .bind("user", user)
        .map(
            (row, context) ->
                row.getBoolean("owner")
                    ? new Member(
                        paper,
                        PaperState.of(row.getString("state")),
                        Edition.of(row),
                        Role.OWNER,
                        user,
                        name)
                    : new Member(
                        paper,
                        PaperState.of(row.getString("state")),
                        Edition.of(row),
                        Role.of(row.getString("role")),
                        row.getObject("guest_id", UUID.class),
                        row.getString("name")))
        .findOne();
  }

  Optional<Member> ofGuest(Handle handle, PaperId paper, byte[] tokenHash) {
    return handle
        .createQuery(OF_GUEST)
        .bind("paper", paper.value())
        .bind("hash", tokenHash)
        .map(
            (row, context) ->
                new Member(
                    paper,
                    PaperState.of(row.getString("state")),
                    Edition.of(row),
                    Role.of(row.getString("role")),
                    row.getObject("guest_id", UUID.class),
                    row.getString("name")))
        .findOne();
  }

  List<Member> ofAuthors(Handle handle, PaperId paper, Set<UUID> authors) {
    return handle
        .createQuery(OF_AUTHORS)
        .bind("paper", paper.value())
        .bindArray("authors", UUID.class, authors.toArray())
        .map(
            (row, context) ->
                new Member(
                    paper,
                    PaperState.of(row.getString("state")),
                    Edition.of(row),
                    Role.of(row.getString("role")),
                    row.getObject("author", UUID.class),
                    row.getString("name")))
        .list();
  }
}
