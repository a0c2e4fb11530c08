package app.rollingpaper.paper.access;

import java.util.UUID;

/**
 * Somebody who has a role on a paper.
 *
 * @param paper on which
 * @param state of the paper when the role was looked up
 * @param edition of the paper at the same moment
 * @param author id under which this person writes: the account's for the owner, the guest's for all others
 * @param name as shown beside their notes
 */
public record Member(
    PaperId paper, PaperState state, Edition edition, Role role, UUID author, String name) {
  public boolean may(Action action) {
    return action.allowed(role, state);
  }
}
