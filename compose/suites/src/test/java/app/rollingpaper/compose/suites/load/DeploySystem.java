package app.rollingpaper.compose.suites.load;

import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.suites.FreshSystem;
import java.util.Map;

/** The running system that the tests of this package share, two instances of paper-service in it. Ends with the JVM. */
public final class DeploySystem {
  /** Each exchange waits for as long as the new instance is spared, ten times in all: a third of the usual time. */
  private static final Map<String, String> SETTINGS = Map.of("GATEWAY_SLOW_START", "3s");

  private DeploySystem() {}

  public static RollingPaper get() {
    return Running.SYSTEM;
  }

  private static final class Running {
    static final RollingPaper SYSTEM = FreshSystem.start("deploys", SETTINGS);
  }
}
