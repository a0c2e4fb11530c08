package app.rollingpaper.paper.ledger;

import app.rollingpaper.common.http.Problem;
import app.rollingpaper.common.http.UnprocessedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.ConnectionException;

/** How the ledger's refusals look to HTTP clients. */
public final class LedgerProblems {
  private LedgerProblems() {}

  /**
   * Waits for the decision about the first thing that a request changes; bounded by the time-outs of the database.
   *
   * @throws UnprocessedException when there was no connection to the database for it
   */
  public static Outcome await(CompletableFuture<Outcome> outcome) {
    try {
      return outcome.join();
    } catch (CompletionException failed) {
      throw switch (failed.getCause()) {
        case ConnectionException none -> new UnprocessedException(none);
        case RuntimeException cause -> cause;
        case null, default -> failed;
      };
    }
  }

  public static Problem of(Outcome.Refused refused) {
    return switch (refused) {
      case Outcome.Reused _ ->
          new Problem(
              "already-used", 422, "This key or number was used before for something else.");
      case Outcome.RefusedBefore _ ->
          new Problem("refused-before", 409, "This was refused when it was sent before.");
      case Outcome.Forbidden _ -> new Problem("forbidden", 403, "That is not yours to change.");
      case Outcome.Invalid _ -> new Problem("invalid", 400, "Some fields are not right.");
      case Outcome.NoSuchNote _ ->
          new Problem("not-found", 404, "There is no such note, or it was deleted.");
      case Outcome.NoteExists _ ->
          new Problem("note-exists", 409, "There is a note with that id already.");
      case Outcome.VersionConflict conflict ->
          new Problem("changed-since", 412, "The note has been changed since you read it.")
              .with("version", conflict.note().version());
      case Outcome.Full full ->
          new Problem("paper-full", 409, "The paper holds as much as it can.")
              .with("what", full.what())
              .with("limit", full.limit());
      case Outcome.WrongState wrong ->
          new Problem("wrong-state", 409, "The paper is " + wrong.state().word() + ".")
              .with("state", wrong.state().word());
      case Outcome.NoSuchPaper _ -> new Problem("not-found", 404, "There is no such paper.");
    };
  }

  public static Problem of(Outcome.NotYet notYet) {
    return switch (notYet) {
      case Outcome.Gap gap ->
          new Problem("gap", 409, "Numbers are missing before this one.").with("want", gap.want());
      case Outcome.NotDue _ -> new Problem("not-due", 409, "The time for this has not come.");
      case Outcome.Busy _ ->
          new Problem("busy", 503, "Too much is being written on this paper right now.")
              .with("retryAfter", 1);
    };
  }
}
