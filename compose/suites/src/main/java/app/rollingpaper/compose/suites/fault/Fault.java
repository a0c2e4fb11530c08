package app.rollingpaper.compose.suites.fault;

import java.time.Duration;

/**
 * Something that goes wrong for a while.
 *
 * @param kind as it is counted, such as {@code kill paper}
 * @param where whom it strikes
 * @param lasting how long it goes on at least
 * @param begin makes it go wrong
 * @param end puts it right again
 * @param last whether it is put right only after everything else, because that is needed for it
 */
public record Fault(
    String kind, String where, Duration lasting, Runnable begin, Runnable end, boolean last) {
  @Override
  public String toString() {
    return kind + " (" + where + ", " + lasting.toMillis() + " ms)";
  }
}
