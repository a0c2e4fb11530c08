package app.rollingpaper.compose.launcher;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rule by which a deploy is refused that would take more away than the rest can do without. From what was measured just
 * before it:
 *
 * <ol>
 *   <li>Somebody who is well has to remain, as long as any request arrives.
 *   <li>An instance is busy by the share of its database connections that were in use, or by the share of the machine's
 *       processors that it used, whichever is more. All of that together, spread over those that remain, must not make
 *       them busier than 90 %. With two instances at 80 % one would have to do 160 %: refused; at 40 % it would do 80 %.
 * </ol>
 *
 * <p>Ways that start another before they stop one take none away, and are not refused for that; what they take of the machine
 * is seen when they begin ({@link Respite}).
 */
final class Capacity {
  static final double HIGHEST = 0.9;

  /** Fewer requests than this are somebody looking, not load. */
  static final double NO_LOAD = 0.5;

  private static final double PERCENT = 100;

  private Capacity() {}

  /**
   * What was measured of one instance.
   *
   * @param well whether the gateway sends it requests
   * @param connections share of its database connections in use, 0 to 1
   * @param processors share of the machine's processors it used, 0 to 1
   */
  record Load(
      String name, boolean well, double requestsPerSecond, double connections, double processors) {
    double busy() {
      return Math.max(connections, processors);
    }
  }

  /**
   * Why it cannot be done; empty when it can.
   *
   * @param all the instances of the service
   * @param away how many of them are away at once
   */
  static Optional<String> objection(List<Load> all, int away) {
    double requests = all.stream().mapToDouble(Load::requestsPerSecond).sum();
    long remaining = all.stream().filter(Load::well).count() - away;
    if (requests < NO_LOAD) {
      return Optional.empty();
    }
    if (remaining < 1) {
      return Optional.of(
          say(
              "%.0f requests arrive each second and nobody would remain to answer them.",
              requests));
    }
    double busy = all.stream().mapToDouble(Load::busy).sum() / remaining;
    if (away > 0 && busy > HIGHEST) {
      return Optional.of(
          say(
              "what remains cannot carry the load: %.0f requests/s keep %s busy, and %d of them would have to do %.0f %%, more than %.0f %%.",
              requests, each(all), remaining, busy * PERCENT, HIGHEST * PERCENT));
    }
    return Optional.empty();
  }

  private static String each(List<Load> all) {
    return String.join(
        ", ",
        all.stream().map(load -> say("%s %.0f %%", load.name(), load.busy() * PERCENT)).toList());
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
