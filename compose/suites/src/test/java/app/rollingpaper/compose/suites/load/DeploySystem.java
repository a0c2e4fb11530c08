package app.rollingpaper.compose.suites.load;

import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.suites.FreshSystem;
import java.util.Map;

/** The running system that the tests of this package share, two instances of paper-service in it. Ends with the JVM. */
public final class DeploySystem {
  private DeploySystem() {}

  public static RollingPaper get() {
    return Running.SYSTEM;
  }

  private static final class Running {
    static final RollingPaper SYSTEM = FreshSystem.start("deploys", Map.of());
  }
}
