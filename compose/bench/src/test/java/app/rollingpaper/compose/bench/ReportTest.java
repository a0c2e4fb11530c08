package app.rollingpaper.compose.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ReportTest {
  @Test
  void aFigureIsHeldAgainstWhatWasAskedOfIt() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Report report = new Report(new PrintStream(printed, true, StandardCharsets.UTF_8), "trial");
    report.figure("late", 31, Report.Budget.atMost(30, 15, "ms"));
    report.figure("soon", 30, Report.Budget.atMost(30, 15, "ms"));
    report.figure("fast", 2_000, Report.Budget.atLeast(1_000, 2_000, "req/s"));
    report.figure("of interest", "12 MB");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("| late | 31 ms | ≤ 30 ms | ≤ 15 ms | **no** |")
        .contains("| soon | 30 ms | ≤ 30 ms | ≤ 15 ms | must |")
        .contains("| fast | 2,000 req/s | ≥ 1,000 req/s | ≥ 2,000 req/s | aim |")
        .contains("| of interest | 12 MB | – | – | – |");
  }
}
