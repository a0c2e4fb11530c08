package app.rollingpaper.compose.browser;

import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.FreshSystem;
import app.rollingpaper.compose.suites.Mails;
import app.rollingpaper.compose.suites.People;
import java.util.Map;

/** The running system that the tests of this JVM share, on embedded parts. Ends with the JVM. */
final class RunningSystem {
  private RunningSystem() {}

  static RollingPaper get() {
    return Running.SYSTEM;
  }

  static Client client() {
    return new Client(get().gatewayUrl());
  }

  static People people() {
    return new People(client());
  }

  static Mails mails() {
    return new Mails(get().mailboxUrl().orElseThrow());
  }

  private static final class Running {
    static final RollingPaper SYSTEM = FreshSystem.start("system", Map.of());
  }
}
