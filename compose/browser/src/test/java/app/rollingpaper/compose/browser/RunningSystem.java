package app.rollingpaper.compose.browser;

import app.rollingpaper.compose.launcher.Options;
import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Mails;
import app.rollingpaper.compose.suites.Patience;
import app.rollingpaper.compose.suites.People;
import app.rollingpaper.compose.suites.Tally;
import java.nio.file.Path;
import java.time.Duration;
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
    return new People(client(), new Patience(Duration.ofSeconds(30), new Tally()));
  }

  static Mails mails() {
    return new Mails(get().mailboxUrl().orElseThrow());
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
              .withData(Path.of("target/system-" + ProcessHandle.current().pid()))
              .withPort(0)
              .withFresh();
      RollingPaper system = RollingPaper.start(options, RunningSystem::tell);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(system::close));
      return system;
    }
  }
}
