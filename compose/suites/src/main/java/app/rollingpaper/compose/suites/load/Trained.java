package app.rollingpaper.compose.suites.load;

import app.rollingpaper.compose.launcher.Options;
import app.rollingpaper.compose.launcher.RollingPaper;
import java.nio.file.Path;
import java.util.Map;

/** A system as a machine has it that has run this build before: everything starts from AOT caches. */
final class Trained {
  private Trained() {}

  /**
   * Starts it without data, on a free port.
   *
   * @param name of its directory under {@code target}
   */
  static RollingPaper start(String name) {
    Options options =
        Options.usual(Map.of()).withData(Path.of("target/" + name)).withPort(0).withFresh();
    try (RollingPaper first = RollingPaper.start(options)) {
      first.train();
    }
    return RollingPaper.start(options, line -> System.out.println("[system] " + line));
  }
}
