package app.rollingpaper.compose.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("G03")
final class ProcessorsTest {
  @Test
  void whatIsIdleOrOfLittleUrgencyIsToSpare() {
    Processors.Ticks before = Processors.Ticks.of("cpu  100 20 50 800 10 0 5 0 0 0");
    // Of 200 ticks since then 60 were usual, 30 of little urgency, 40 the kernel's, 50 idle, 10
    // waiting, 5 of interrupts, 5 somebody else's.
    Processors.Ticks after = Processors.Ticks.of("cpu  160 50 90 850 20 0 10 5 7 3");
    assertThat(after.spareSince(before)).isEqualTo(0.45);
  }

  @Test
  void nothingIsToSpareInNoTime() {
    Processors.Ticks moment = Processors.Ticks.of("cpu  1 2 3 4 5 6 7 8 9 10");
    assertThat(moment.spareSince(moment)).isZero();
  }

  @Test
  void thisMachineHasNoMoreToSpareThanItHas() {
    assertThat(new Processors().spareOver(Duration.ofMillis(200)))
        .isBetween(0.0, (double) Runtime.getRuntime().availableProcessors());
  }
}
