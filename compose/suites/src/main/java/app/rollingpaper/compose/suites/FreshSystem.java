package app.rollingpaper.compose.suites;

import app.rollingpaper.compose.launcher.Options;
import app.rollingpaper.compose.launcher.RollingPaper;
import java.nio.file.Path;
import java.util.Map;

/** Starts a system without data, on a free port, that ends with the JVM; for tests that share it. */
public final class FreshSystem {
  private FreshSystem() {}

  /**
   * Returns when it is ready.
   *
   * @param name of its directory under {@code target}
   * @param environment as {@code ./run} takes it: the real servers, where there are any
   */
  public static RollingPaper start(String name, Map<String, String> environment) {
    Options options =
        Options.usual(environment)
            .withData(Path.of("target/" + name + "-" + ProcessHandle.current().pid()))
            .withPort(0)
            .withFresh();
    RollingPaper system =
        RollingPaper.start(options, news -> System.out.println("[system] " + news));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(system::close));
    return system;
  }
}
