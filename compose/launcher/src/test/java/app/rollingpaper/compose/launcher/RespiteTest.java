package app.rollingpaper.compose.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("G03")
final class RespiteTest {
  private final List<String> said = new ArrayList<>();

  @Test
  void withTimeToSpareNobodyWaits() {
    assertThat(respite(Duration.ofMinutes(1), false, 0.8).objection(said::add)).isEmpty();
    assertThat(respite(Duration.ofMinutes(1), false, 0.5, 0.4).objection(said::add)).isEmpty();
    assertThat(said).isEmpty();
  }

  @Test
  void itIsWaitedForUntilThereIsEnough() {
    assertThat(respite(Duration.ofMinutes(1), false, 0.5, 0.1, 0.3, 0.5).objection(said::add))
        .isEmpty();
    assertThat(said)
        .containsExactly(
            "Waiting until the machine has time to spare: 0.1 processors are, 0.4 are needed");
  }

  @Test
  void whenThereIsNoneInTimeThatIsAnObjection() {
    assertThat(respite(Duration.ZERO, false, 0.1, 0.1, 0.3).objection(said::add))
        .hasValueSatisfying(why -> assertThat(why).contains("no time to spare", "--regardless"));
  }

  @Test
  void whoeverWantsItRegardlessOrCannotGoBackGoesOn() {
    assertThat(respite(Duration.ZERO, true, 0.1, 0.1, 0.3).objection(said::add)).isEmpty();
    respite(Duration.ZERO, false, 0.1, 0.1, 0.3).await(said::add);
    assertThat(said).hasSize(4).filteredOn("Going on all the same"::equals).hasSize(2);
  }

  /** Of a machine that has so much to spare one time after the other. */
  private static Respite respite(Duration patience, boolean regardless, Double... spare) {
    Queue<Double> figures = new ArrayDeque<>(List.of(spare));
    return new Respite(time -> figures.remove(), patience, regardless);
  }
}
