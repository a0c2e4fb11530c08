package app.rollingpaper.paper.ledger;

import app.rollingpaper.paper.access.PaperId;
import java.util.List;

/**
 * Told what this instance has committed, after the commit and in its order. Called on the thread that commits the paper's
 * next ops, so it must not wait for anything, and must not throw.
 */
@FunctionalInterface
public interface CommitListener {
  /**
   * @param epoch the timeline the entries belong to
   * @param ops entries that follow each other
   */
  void committed(PaperId paper, long epoch, List<Op> ops);
}
