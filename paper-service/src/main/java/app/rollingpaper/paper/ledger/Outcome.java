package app.rollingpaper.paper.ledger;

import app.rollingpaper.paper.access.PaperState;
import java.util.List;

/** What became of a submission. */
public sealed interface Outcome {
  /**
   * It is in the ledger, now or since an earlier time it was sent.
   *
   * @param notes what it has made of the notes it changed; none when it was there before
   */
  record Committed(Op op, boolean duplicate, List<Note> notes) implements Outcome {}

  /** It is not in the ledger, and sending it again will not change that. */
  sealed interface Refused extends Outcome {}

  /** It may get in when it is sent again, later or with what is missing. */
  sealed interface NotYet extends Outcome {}

  /** The same client and number stand in the ledger with other mutations. */
  record Reused(Op op) implements Refused {}

  /** It was refused before; why is no longer known. */
  record RefusedBefore() implements Refused {}

  /** The author may not do this, or does not belong to the paper any more. */
  record Forbidden() implements Refused {}

  /** It was not within bounds; what it said was left out on its way here, so that only its number is used up. */
  record Invalid() implements Refused {}

  /** There is no such note, or it was deleted. */
  record NoSuchNote(NoteId note) implements Refused {}

  /** A note with that id is there already. */
  record NoteExists(NoteId note) implements Refused {}

  /** The note has been changed since. */
  record VersionConflict(Note note) implements Refused {}

  /** The paper holds as much as it may. */
  record Full(String what, long limit) implements Refused {}

  /** The paper is not in a state that allows it. */
  record WrongState(PaperState state) implements Refused {}

  /** The paper does not exist. */
  record NoSuchPaper() implements Refused {}

  /** Numbers are missing: the next one has to be {@code want}. */
  record Gap(long want) implements NotYet {}

  /** The paper's time for this turn has not come, or has been changed. */
  record NotDue() implements NotYet {}

  /** Too much is waiting for this paper. */
  record Busy() implements NotYet {}
}
