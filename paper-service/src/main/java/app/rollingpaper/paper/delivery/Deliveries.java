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
import java.util.OptionalLong;

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
    return turn(owner, new Mutation.Seal(), false);
  }

  /** Gives the paper to its recipient, and ends the writing before that. */
  Outcome deliver(Member owner) {
    return turn(owner, new Mutation.Deliver(), false);
  }

  /** Gives the paper up. */
  Outcome cancel(Member owner) {
    return turn(owner, new Mutation.Cancel(), false);
  }

  /** A turn in the owner's name, made only if its time has come and is still the paper's. */
  Outcome byClock(Member owner, Timekeeper.Turn turn) {
    return turn(
        owner,
        switch (turn) {
          case SEAL -> new Mutation.Seal();
          case DELIVER -> new Mutation.Deliver();
        },
        true);
  }

  private Outcome turn(Member owner, Mutation turn, boolean onlyIfDue) {
    return LedgerProblems.await(
        ledger.submit(
            owner.paper(),
            new Submission(
                new Author(owner.author(), owner.name()),
                owner.role(),
                ClientId.of(ids.next()),
                1,
                List.of(turn),
                OptionalLong.empty(),
                onlyIfDue)));
  }
}
