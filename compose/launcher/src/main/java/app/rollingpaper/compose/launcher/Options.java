package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to run and where.
 *
 * @param root the directory of the built project
 * @param data the directory that holds everything which outlives a run
 * @param port the gateway's port; 0 takes a free one
 * @param instances how many of each service
 * @param fresh whether what the data directory holds is thrown away first
 * @param environment where real stores are named instead of the embedded ones (DATABASE_URL, REDIS_URL, AMQP_URL,
 *     SMTP_URL, PAPER_DATABASE_URL …)
 */
public record Options(
    Path root,
    Path data,
    int port,
    Map<ServiceKind, Integer> instances,
    boolean fresh,
    Map<String, String> environment) {
  private static final int USUAL_PORT = 8080;
  private static final int MOST_INSTANCES = 20;
  private static final int HIGHEST_PORT = 65_535;

  public Options {
    root = root.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
    instances = Map.copyOf(instances);
    environment = Map.copyOf(environment);
  }

  /** The usual ones, for the project around the working directory. */
  public static Options usual(Map<String, String> environment) {
    Path root = projectRoot();
    Map<ServiceKind, Integer> instances = new EnumMap<>(ServiceKind.class);
    for (ServiceKind kind : ServiceKind.values()) {
      instances.put(kind, kind.usualInstances());
    }
    return new Options(root, root.resolve(".data"), USUAL_PORT, instances, false, environment);
  }

  /** The usual ones as changed by {@code --port=8090 --paper=3 --data=DIR --fresh}. */
  static Options parse(List<String> arguments, Map<String, String> environment) {
    Options options = usual(environment);
    for (String argument : arguments) {
      options = options.with(argument);
    }
    return options;
  }

  public Options withData(Path other) {
    return new Options(root, other, port, instances, fresh, environment);
  }

  public Options withPort(int other) {
    return new Options(root, data, other, instances, fresh, environment);
  }

  public Options withFresh() {
    return new Options(root, data, port, instances, true, environment);
  }

  public Options with(ServiceKind kind, int count) {
    Map<ServiceKind, Integer> changed = new EnumMap<>(instances);
    changed.put(kind, count);
    return new Options(root, data, port, changed, fresh, environment);
  }

  int count(ServiceKind kind) {
    return instances.getOrDefault(kind, kind.usualInstances());
  }

  private Options with(String argument) {
    if ("--fresh".equals(argument)) {
      return withFresh();
    }
    String[] parts = argument.split("=", 2);
    if (!argument.startsWith("--") || parts.length < 2) {
      throw new CannotStart("\"" + argument + "\" is not understood.\n" + Launcher.USAGE);
    }
    String name = parts[0].substring(2);
    String value = parts[1];
    return switch (name) {
      case "port" -> withPort(number(name, value, 0, HIGHEST_PORT));
      case "data" -> withData(Path.of(value));
      default ->
          ServiceKind.named(name)
              .map(kind -> with(kind, instances(kind, value)))
              .orElseThrow(
                  () -> new CannotStart("There is no option --" + name + ".\n" + Launcher.USAGE));
    };
  }

  static int instances(ServiceKind kind, String value) {
    return number(kind.shortName(), value, 1, MOST_INSTANCES);
  }

  private static int number(String name, String value, int least, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      // told below
    }
    throw new CannotStart(
        name
            + " must be a whole number from "
            + least
            + " to "
            + most
            + ", not \""
            + value
            + "\".");
  }

  private static Path projectRoot() {
    Path here = Path.of("").toAbsolutePath();
    return Optional.ofNullable(System.getProperty("rollingpaper.root"))
        .map(Path::of)
        .or(
            () ->
                Stream.iterate(here, path -> path != null, Path::getParent)
                    .filter(path -> Files.isRegularFile(path.resolve("compose/launcher/pom.xml")))
                    .findFirst())
        .orElseThrow(
            () ->
                new CannotStart(
                    "Start this from inside the project: " + here + " is outside of it."));
  }
}
