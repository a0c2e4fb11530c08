package app.rollingpaper.compose.suites.trial;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a trial has come to.
 *
 * @param acknowledged ops that were told to be saved
 * @param again how often an op was sent that had been sent before
 * @param refused ops that could not be and were refused
 * @param lost what was told to be saved and is not there as it was
 * @param doubled what is there more than once
 * @param diverged who saw something else than what is there
 */
record Verdict(
    long acknowledged,
    long again,
    long refused,
    List<String> lost,
    List<String> doubled,
    List<String> diverged) {
  static final Verdict NONE = new Verdict(0, 0, 0, List.of(), List.of(), List.of());

  Verdict and(Verdict other) {
    return new Verdict(
        acknowledged + other.acknowledged,
        again + other.again,
        refused + other.refused,
        both(lost, other.lost),
        both(doubled, other.doubled),
        both(diverged, other.diverged));
  }

  private static List<String> both(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  boolean isGood() {
    return lost.isEmpty() && doubled.isEmpty() && diverged.isEmpty();
  }

  @Override
  public String toString() {
    return acknowledged
        + " ops acknowledged, "
        + again
        + " times sent again, "
        + refused
        + " refused as they had to be; "
        + lost.size()
        + " lost, "
        + doubled.size()
        + " doubled, "
        + diverged.size()
        + " diverged";
  }
}
