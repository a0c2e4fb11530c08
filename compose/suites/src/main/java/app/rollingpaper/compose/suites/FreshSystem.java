package app.rollingpaper.compose.suites;

import app.rollingpaper.compose.launcher.Options;
import app.rollingpaper.compose.launcher.RollingPaper;
import java.nio.file.Path;
import java.util.Map;

/** Starts a system without data, on a free port. */
public final class FreshSystem {
  private FreshSystem() {}

  /**
   * Returns when it is ready. It ends with the JVM, for tests that share it. The first of a build writes the AOT caches from
   * which all that follow start in half the time.
   *
   * @param name of its directory under {@code target}
   * @param environment as {@code ./run} takes it: the real servers, where there are any
   */
  public static RollingPaper start(String name, Map<String, String> environment) {
    RollingPaper system = start(options(name, environment));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(system::close));
    system.train();
    return system;
  }

  /**
   * Starts it as a machine has it that has run this build before: everything from AOT caches. Ends when it is closed.
   *
   * @param name of its directory under {@code target}
   */
  public static RollingPaper trained(String name) {
    Options options = options(name, Map.of());
    try (RollingPaper first = RollingPaper.start(options)) {
      first.train();
    }
    return start(options);
  }

  private static RollingPaper start(Options options) {
    return RollingPaper.start(options, news -> System.out.println("[system] " + news));
  }

  private static Options options(String name, Map<String, String> environment) {
    return Options.usual(environment)
        .withData(Path.of("target/" + name + "-" + ProcessHandle.current().pid()))
        .withPort(0)
        .withFresh();
  }
}
