package app.rollingpaper.paper.access;

import app.rollingpaper.common.auth.User;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Decides whether a caller may do something with a paper. Thread-safe. */
public final class Access {
  private final Jdbi jdbi;
  private final AccessStore store = new AccessStore();

  public Access(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The answer to "may I?". */
  public sealed interface Verdict {
    /** Yes, as this member. */
    record Granted(Member member) implements Verdict {}

    /** The caller has a role on the paper, but not one that may do this now. */
    record Denied(Member member) implements Verdict {}

    /** There is no such paper, or the caller has nothing to do with it; which of the two is not told. */
    record NoSuchPaper() implements Verdict {}

    /** Nobody is signed in and no guest's token was presented. */
    record Anonymous() implements Verdict {}
  }

  public Verdict check(PaperId paper, @Nullable Principal caller, Action action) {
    if (caller == null) {
      return new Verdict.Anonymous();
    }
    return member(paper, caller)
        .<Verdict>map(
            member -> member.may(action) ? new Verdict.Granted(member) : new Verdict.Denied(member))
        .orElseGet(Verdict.NoSuchPaper::new);
  }

  /** Those of these authors who still have a role on the paper, as they stand now. */
  public Map<UUID, Member> members(PaperId paper, Set<UUID> authors) {
    return jdbi.withHandle(handle -> store.ofAuthors(handle, paper, authors)).stream()
        .collect(Collectors.toMap(Member::author, member -> member));
  }

  private Optional<Member> member(PaperId paper, Principal caller) {
    return jdbi.withHandle(
        handle ->
            switch (caller) {
              case User user -> store.ofUser(handle, paper, user.id(), user.name());
              case GuestToken token -> store.ofGuest(handle, paper, token.hash());
              default -> Optional.empty();
            });
  }
}
