package app.rollingpaper.compose.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("G04")
final class CapacityTest {
  @Test
  void oneOfTwoCanBeSparedAtFortyPercentAndNotAtEighty() {
    assertThat(Capacity.objection(List.of(busy("paper-1", 0.4), busy("paper-2", 0.4)), 1))
        .isEmpty();
    assertThat(Capacity.objection(List.of(busy("paper-1", 0.8), busy("paper-2", 0.8)), 1))
        .hasValueSatisfying(
            why -> assertThat(why).contains("paper-1 80 %", "would have to do 160 %"));
  }

  @Test
  void theBusierOfConnectionsAndProcessorsCounts() {
    Capacity.Load computing = new Capacity.Load("paper-1", true, 100, 0.1, 0.7);
    assertThat(Capacity.objection(List.of(computing, computing), 1)).isPresent();
  }

  @Test
  void somebodyWhoIsWellHasToRemainAsLongAsRequestsArrive() {
    assertThat(Capacity.objection(List.of(busy("user-1", 0.01)), 1))
        .hasValueSatisfying(why -> assertThat(why).contains("nobody would remain"));
    Capacity.Load hung = new Capacity.Load("paper-2", false, 0, 0, 0);
    assertThat(Capacity.objection(List.of(busy("paper-1", 0.1), hung), 1)).isPresent();
    assertThat(Capacity.objection(List.of(new Capacity.Load("user-1", true, 0, 0, 0)), 1))
        .isEmpty();
  }

  @Test
  void whatTakesNothingAwayIsNotRefusedForLoad() {
    assertThat(Capacity.objection(List.of(busy("paper-1", 0.95)), 0)).isEmpty();
  }

  private static Capacity.Load busy(String name, double share) {
    return new Capacity.Load(name, true, 100, share, share / 2);
  }
}
