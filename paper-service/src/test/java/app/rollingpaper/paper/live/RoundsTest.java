package app.rollingpaper.paper.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final long FOR_EACH = Duration.ofMillis(20).toNanos();

  @Test
  void theNextRoundIsAsFarAwayAsTheCrowdIsLargeByThen() throws InterruptedException {
    AtomicInteger crowd = new AtomicInteger(1);
    List<Long> begun = new CopyOnWriteArrayList<>();
    CountDownLatch over = new CountDownLatch(3);
    AtomicReference<Rounds> rounds = new AtomicReference<>();
    rounds.set(
        Rounds.every(
            "test",
            () -> FOR_EACH * crowd.get(),
            () -> {
              begun.add(System.nanoTime());
              crowd.addAndGet(4);
              rounds.get().ask();
              over.countDown();
            }));
    long asked = System.nanoTime();
    rounds.get().ask();
    assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    // A round begins a little before it tells when; what it is counted from here is earlier still.
    assertThat(begun.get(1) - asked).isGreaterThanOrEqualTo(5 * FOR_EACH);
    assertThat(begun.get(2) - begun.get(0)).isGreaterThanOrEqualTo(9 * FOR_EACH);
  }
}
