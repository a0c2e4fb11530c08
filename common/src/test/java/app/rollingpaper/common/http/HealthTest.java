package app.rollingpaper.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("G02")
class HealthTest {
  private final AtomicBoolean database = new AtomicBoolean();
  private final AtomicBoolean broker = new AtomicBoolean();
  private final Health health =
      new Health().critical("database", database::get).optional("broker", broker::get);

  @AfterEach
  void close() {
    health.close();
  }

  @Test
  void anInstanceIsReadyOnceItHasStartedAndItsCriticalPartsAnswered() {
    health.started();
    assertThat(health.ready()).isFalse();
    database.set(true);
    await().until(health::ready);
    assertThat(health.report().toString()).contains("broker=down");
    health.drain();
    assertThat(health.ready()).isFalse();
  }

  @Test
  void aShortAbsenceIsSurvivedAndALongOneIsNot() {
    health.started();
    database.set(true);
    await().until(health::ready);
    database.set(false);
    await().until(() -> health.report().toString().contains("database=down"));
    assertThat(health.ready()).isTrue();
    await().atMost(Duration.ofSeconds(15)).until(() -> !health.ready());
    database.set(true);
    await().until(health::ready);
  }
}
