package app.rollingpaper.paper.delivery;

import app.rollingpaper.common.time.Ids;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.ledger.Author;
import app.rollingpaper.paper.ledger.ClientId;
import app.rollingpaper.paper.ledger.Ledger;
import app.rollingpaper.paper.ledger.LedgerProblems;
import app.rollingpaper.paper.ledger.Mutation;
import app.rollingpaper.paper.ledger.Outcome;
import app.rollingpaper.paper.ledger.Submission;
import java.util.List;

/**
 * Turns in a paper's life, made by its owner. Each is an entry of the ledger like any other, so that nothing can slip in
 * after it. Asking for a turn that has been made is no error. Thread-safe.
 */
public final class Deliveries {
  private final Ledger ledger;
  private final Ids ids;

  public Deliveries(Ledger ledger, Ids ids) {
    this.ledger = ledger;
    this.ids = ids;
  }

  /** Ends the writing. */
  Outcome seal(Member owner) {
    return turn(owner, new Mutation.Seal());
  }

  /** Gives the paper to its recipient, and ends the writing before that. */
  Outcome deliver(Member owner) {
    return turn(owner, new Mutation.Deliver());
  }

  /** Gives the paper up. */
  Outcome cancel(Member owner) {
    return turn(owner, new Mutation.Cancel());
  }

  private Outcome turn(Member owner, Mutation turn) {
    return LedgerProblems.await(
        ledger.submit(
            owner.paper(),
            new Submission(
                new Author(owner.author(), owner.name()),
                owner.role(),
                ClientId.of(ids.next()),
                1,
                List.of(turn))));
  }
}
