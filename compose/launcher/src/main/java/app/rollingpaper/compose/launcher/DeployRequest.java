package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody asks to be deployed.
 *
 * @param strategy how
 * @param canary percentages of the requests that the new instances get one after the other, before they get all
 * @param from the directory that holds the jar, its libraries in {@code lib} beside it; empty means what was built
 * @param version what to call it; empty means what the jar says
 * @param patience how long it waits for the machine to have time to spare, each time that something begins or ends
 * @param regardless whether it is done even when the machine has none by then
 */
public record DeployRequest(
    Strategy strategy,
    List<Integer> canary,
    Optional<Path> from,
    Optional<String> version,
    Duration patience,
    boolean regardless) {
  private static final Duration USUAL_PATIENCE = Duration.ofMinutes(2);
  private static final List<Integer> USUAL_CANARY = List.of(10, 50);
  private static final int ALL = 100;

  public DeployRequest {
    canary = List.copyOf(canary);
  }

  /** One in, one out, of what was built. */
  public static DeployRequest of(Strategy strategy) {
    return new DeployRequest(
        strategy,
        strategy == Strategy.BLUE_GREEN ? USUAL_CANARY : List.of(),
        Optional.empty(),
        Optional.empty(),
        USUAL_PATIENCE,
        false);
  }

  /** One in, one out, whatever the machine has to spare: whoever goes back has a reason. */
  static DeployRequest toGoBack() {
    return new DeployRequest(
        Strategy.ROLLING, List.of(), Optional.empty(), Optional.empty(), USUAL_PATIENCE, true);
  }

  public DeployRequest from(Path directory) {
    return new DeployRequest(
        strategy, canary, Optional.of(directory), version, patience, regardless);
  }

  public DeployRequest called(String name) {
    return new DeployRequest(strategy, canary, from, Optional.of(name), patience, regardless);
  }

  public DeployRequest withCanary(List<Integer> percentages) {
    return new DeployRequest(strategy, percentages, from, version, patience, regardless);
  }

  public DeployRequest withPatience(Duration longest) {
    return new DeployRequest(strategy, canary, from, version, longest, regardless);
  }

  /** Reads {@code --blue-green --canary=10,50 --from=DIR --version=1.2 --patience=10m}. */
  static DeployRequest parse(List<String> words) {
    List<Strategy> strategies = new ArrayList<>();
    Optional<List<Integer>> canary = Optional.empty();
    Optional<Path> from = Optional.empty();
    Optional<String> version = Optional.empty();
    Duration patience = USUAL_PATIENCE;
    boolean regardless = false;
    for (String word : words) {
      String value = word.substring(word.indexOf('=') + 1);
      Optional<Strategy> strategy =
          word.startsWith("--") ? Strategy.named(word.substring(2)) : Optional.empty();
      if (strategy.isPresent()) {
        strategies.add(strategy.get());
      } else if (word.startsWith("--canary=")) {
        canary = Optional.of(percentages(value));
      } else if (word.startsWith("--from=")) {
        from = Optional.of(Path.of(value));
      } else if (word.startsWith("--version=") && value.matches("[\\w.+-]{1,40}")) {
        version = Optional.of(value);
      } else if (word.matches("--patience=\\d{1,4}[smh]")) {
        patience = Duration.parse("PT" + value.toUpperCase(Locale.ROOT));
      } else if (word.equals("--regardless")) {
        regardless = true;
      } else {
        throw new CannotStart("\"" + word + "\" is not understood.\n" + Launcher.USAGE);
      }
    }
    if (strategies.size() > 1) {
      throw new CannotStart("Only one way at a time, not " + words + ".");
    }
    Strategy strategy = strategies.isEmpty() ? Strategy.ROLLING : strategies.getFirst();
    if (canary.isPresent() && strategy != Strategy.BLUE_GREEN) {
      throw new CannotStart("--canary goes with --blue-green.");
    }
    DeployRequest usual = of(strategy);
    return new DeployRequest(
        strategy, canary.orElse(usual.canary()), from, version, patience, regardless);
  }

  private static List<Integer> percentages(String value) {
    try {
      List<Integer> percentages =
          Arrays.stream(value.split(",")).map(part -> Integer.valueOf(part.strip())).toList();
      if (percentages.stream().allMatch(share -> share > 0 && share < ALL)) {
        return percentages;
      }
    } catch (NumberFormatException wrong) {
      // told below
    }
    throw new CannotStart("--canary takes percentages such as 10,50, not \"" + value + "\".");
  }
}
