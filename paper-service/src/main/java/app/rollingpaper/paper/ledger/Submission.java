package app.rollingpaper.paper.ledger;

import app.rollingpaper.paper.access.Role;
import java.util.List;
import java.util.OptionalLong;

/**
 * An op on its way in.
 *
 * @param n contiguous from 1 for each client of an author
 * @param mutations none when what was sent is not within its bounds: such an op only uses up its number
 * @param expected the version the one note it changes has to have, when the caller insists
 * @param onlyIfDue whether a turn in the paper's life is made only if the paper's own time for it has come
 */
public record Submission(
    Author author,
    Role role,
    ClientId client,
    long n,
    List<Mutation> mutations,
    OptionalLong expected,
    boolean onlyIfDue) {
  public Submission(Author author, Role role, ClientId client, long n, List<Mutation> mutations) {
    this(author, role, client, n, mutations, OptionalLong.empty(), false);
  }
}
