package app.rollingpaper.compose.suites.load;

import app.rollingpaper.compose.launcher.Options;
import app.rollingpaper.compose.launcher.RollingPaper;
import java.nio.file.Path;
import java.util.Map;

/** The running system that the tests of this package share, two instances of paper-service in it. Ends with the JVM. */
public final class DeploySystem {
  private DeploySystem() {}

  public static RollingPaper get() {
    return Running.SYSTEM;
  }

  // Not in the class below: other threads could not enter it before its system has started.
  private static void tell(String news) {
    System.out.println("[system] " + news);
  }

  private static final class Running {
    static final RollingPaper SYSTEM = start();

    private static RollingPaper start() {
      Options options =
          Options.usual(Map.of())
              .withData(Path.of("target/deploys-" + ProcessHandle.current().pid()))
              .withPort(0)
              .withFresh();
      RollingPaper system = RollingPaper.start(options, DeploySystem::tell);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(system::close));
      return system;
    }
  }
}
