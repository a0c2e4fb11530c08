package app.rollingpaper.compose.suites.trial;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.compose.suites.fault.ProxiedSystem;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A few of the trials, with another seed in each build, which is printed; {@code -Dfault.seed=…} repeats it. {@code
 * compose/suites/trials} runs as many as one likes.
 */
@Tag("L04")
@Tag("L05")
@Tag("L07")
@Tag("L09")
final class CrashTrialsTest {
  private static final int TRIALS = 16;

  private final long seed = Long.getLong("fault.seed", Long.getLong("test.seed", 1));

  @Test
  void whatWasSavedIsThereOnceAndEverybodySeesTheSameWhateverBreaks() throws Exception {
    System.out.println("[trials] seed " + seed);
    Path data = Path.of("target/trials-" + ProcessHandle.current().pid()).toAbsolutePath();
    try (ProxiedSystem system = CrashTrials.system(data, seed);
        CrashTrials trials = new CrashTrials(system, seed, Set.of())) {
      trials.run(TRIALS);
      System.out.println("[trials] " + trials);
      Verdict verdict = trials.verdict();
      assertThat(verdict.lost()).isEmpty();
      assertThat(verdict.doubled()).isEmpty();
      assertThat(verdict.diverged()).isEmpty();
      assertThat(trials.trials()).isEqualTo(TRIALS);
      assertThat(trials.struck()).isNotEmpty();
      assertThat(verdict.acknowledged()).isGreaterThan(20L * TRIALS);
    }
  }
}
