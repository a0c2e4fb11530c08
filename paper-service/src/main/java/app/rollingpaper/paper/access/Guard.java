package app.rollingpaper.paper.access;

import app.rollingpaper.common.http.Problem;
import app.rollingpaper.common.http.UnprocessedException;
import java.security.Principal;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** Stands before every resource of a paper: lets a member through or ends the request with a problem. Thread-safe. */
public final class Guard {
  private final Access access;

  public Guard(Access access) {
    this.access = access;
  }

  /**
   * The caller as a member who may do this; otherwise the request ends with 401, 403 or 404. Asked before a request changes
   * anything.
   */
  public Member require(PaperId paper, @Nullable Principal caller, Action action) {
    return switch (check(paper, caller, action)) {
      case Access.Verdict.Granted granted -> granted.member();
      case Access.Verdict.Denied denied -> throw denied(denied.member());
      case Access.Verdict.NoSuchPaper _ ->
          throw new Problem("not-found", 404, "There is no such paper, or it is not yours to see.")
              .exception();
      case Access.Verdict.Anonymous _ ->
          throw new Problem(
                  "sign-in-required", 401, "Please sign in or open the paper by its link.")
              .exception();
    };
  }

  private Access.Verdict check(PaperId paper, @Nullable Principal caller, Action action) {
    try {
      return access.check(paper, caller, action);
    } catch (ConnectionException none) {
      throw new UnprocessedException(none);
    }
  }

  private static RuntimeException denied(Member member) {
    return new Problem("forbidden", 403, "That is not yours to do on this paper.")
        .with("role", member.role().word())
        .with("state", member.state().word())
        .exception();
  }
}
