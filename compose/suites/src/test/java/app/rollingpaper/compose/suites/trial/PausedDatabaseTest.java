package app.rollingpaper.compose.suites.trial;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.compose.suites.fault.ProxiedSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L03")
final class PausedDatabaseTest {
  private static final Duration PAUSED = Duration.ofSeconds(30);

  @Test
  void forHalfAMinutePeopleGoOnSeeingEachOtherAndWhatTheyWroteIsSavedThen() throws Exception {
    Path data = Path.of("target/paused-" + ProcessHandle.current().pid()).toAbsolutePath();
    try (ProxiedSystem system = ProxiedSystem.start(data, 2, 1, Map.of(), news -> {})) {
      PausedDatabase.Noticed noticed =
          PausedDatabase.notice(
              system.system().gatewayUrl(),
              () -> system.hang(ProxiedSystem.POSTGRES),
              () -> system.goOn(ProxiedSystem.POSTGRES),
              Duration.ofSeconds(2),
              PAUSED);
      System.out.println("[paused] " + noticed);
      assertThat(noticed.interruptions()).isZero();
      assertThat(noticed.during().latencies().count()).isGreaterThan((int) PAUSED.toSeconds());
      assertThat(noticed.during().longestSilence()).isLessThan(Duration.ofSeconds(5));
      assertThat(noticed.kept()).isEqualTo(2);
      assertThat(noticed.saved()).isTrue();
    }
  }
}
