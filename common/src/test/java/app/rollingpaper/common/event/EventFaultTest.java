package app.rollingpaper.common.event;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.EmbeddedBroker;
import app.rollingpaper.compose.embedded.EmbeddedPostgres;
import app.rollingpaper.compose.embedded.testing.TestBroker;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A01")
class EventFaultTest {
  private static final int EVENTS = 500;
  private static final int KEYS = 5;

  /** Appends numbered events while something happens to the broker. */
  private static Thread appending(EventSystem system, AtomicInteger appended) {
    return Thread.ofVirtual()
        .start(
            () -> {
              while (appended.get() < EVENTS) {
                system.append("paper-" + appended.get() % KEYS, appended.get() / KEYS);
                appended.incrementAndGet();
              }
            });
  }

  private static void assertThatEachHadEffectOnceInOrder(EventSystem system) {
    await()
        .atMost(90, SECONDS)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(system.effects()).hasSizeGreaterThanOrEqualTo(EVENTS);
              assertThat(system.waiting()).isZero();
            });
    List<Integer> inOrder = IntStream.range(0, EVENTS / KEYS).boxed().toList();
    for (int key = 0; key < KEYS; key++) {
      assertThat(system.numbers("paper-" + key)).as("paper-" + key).isEqualTo(inOrder);
    }
    assertThat(system.deadLetters().list(10)).isEmpty();
  }

  @Test
  void aBrokerThatIsKilledAndComesBackCostsNothing() throws Exception {
    assumeThat(TestBroker.embedded()).as("a broker that this test may kill").isPresent();
    EmbeddedBroker server = TestBroker.embedded().orElseThrow();
    try (EventSystem system = new EventSystem()) {
      system.relay();
      system.relay();
      system.consumer(system.recording());
      AtomicInteger appended = new AtomicInteger();
      Thread writer = appending(system, appended);
      await().atMost(30, SECONDS).until(() -> !system.effects().isEmpty() && appended.get() > 50);

      server.kill();
      writer.join();
      assertThat(appended).as("the change itself does not wait for the broker").hasValue(EVENTS);
      server.start();

      assertThatEachHadEffectOnceInOrder(system);
    } finally {
      server.start();
    }
  }

  @Test
  void connectionsThatAreCutAgainAndAgainCostNothing() throws Exception {
    try (CutProxy way = new CutProxy(TestBroker.url());
        EventSystem system = new EventSystem(way.url())) {
      way.restore();
      system.relay();
      system.relay();
      system.consumer(system.recording());
      AtomicInteger appended = new AtomicInteger();
      appending(system, appended);
      for (int cuts = 1; cuts <= 5; cuts++) {
        int enough = cuts * 60;
        await().atMost(60, SECONDS).until(() -> system.effects().size() > enough);
        way.cut();
        way.restore();
      }

      assertThatEachHadEffectOnceInOrder(system);
    }
  }

  @Test
  void aBrokerThatIsNotThereYetIsAwaited() throws Exception {
    try (CutProxy way = new CutProxy(TestBroker.url());
        EventSystem system = new EventSystem(way.url())) {
      Broker broker = system.broker();
      OutboxRelay relay = system.relay();
      EventConsumer consumer =
          system.closing(
              new EventConsumer(system.jdbi, broker, system.service, system.json)
                  .subscribe(List.of(system.type), system.recording()));
      consumer.start();
      system.append("paper-1", 1);
      await().atMost(20, SECONDS).until(() -> relay.backlog() == 1);
      assertThat(broker.isConnected()).isFalse();

      way.restore();

      await().atMost(30, SECONDS).until(() -> system.numbers("paper-1").equals(List.of(1)));
      assertThat(broker.isConnected()).isTrue();
    }
  }

  @Test
  void aDatabaseThatIsKilledAndComesBackCostsNoAttemptAndNoEvent() throws Exception {
    assumeThat(TestPostgres.embedded()).as("a database that this test may kill").isPresent();
    EmbeddedPostgres server = TestPostgres.embedded().orElseThrow();
    try (EventSystem system = new EventSystem()) {
      system.relay();
      AtomicInteger handled = new AtomicInteger();
      system.consumer(
          (handle, event) -> {
            // More often than there are attempts, the database goes while a handler runs.
            if (handled.incrementAndGet() % 20 == 0
                && handled.get() <= 20 * (EventSystem.ATTEMPTS + 1)) {
              server.kill();
              server.start();
            }
            system.recording().handle(handle, event);
          });
      IntStream.range(0, EVENTS).forEach(i -> appendSurely(system, "paper-" + i % KEYS, i / KEYS));

      assertThatEachHadEffectOnceInOrder(system);
    } finally {
      server.start();
    }
  }

  @Test
  void databaseConnectionsThatAreEndedCostNoAttemptAndNoEvent() throws Exception {
    try (EventSystem system = new EventSystem()) {
      system.relay();
      AtomicInteger tries = new AtomicInteger();
      system.consumer(
          (handle, event) -> {
            if (tries.incrementAndGet() <= 2 * EventSystem.ATTEMPTS) {
              handle.execute("select pg_terminate_backend(pg_backend_pid())");
            }
            system.recording().handle(handle, event);
          });

      UUID id = system.append("paper-1", 1);

      await().atMost(30, SECONDS).until(() -> system.numbers("paper-1").equals(List.of(1)));
      assertThat(system.effects().getFirst().eventId()).isEqualTo(id);
      assertThat(tries.get()).isGreaterThan(2 * EventSystem.ATTEMPTS);
      assertThat(system.deadLetters().list(10)).isEmpty();
    }
  }

  /** Appends an event once, however often the database goes meanwhile. */
  private static void appendSurely(EventSystem system, String key, int number) {
    await()
        .pollDelay(Duration.ZERO)
        .atMost(60, SECONDS)
        .ignoreExceptionsInstanceOf(JdbiException.class)
        .until(
            () ->
                system.jdbi.inTransaction(
                    handle -> {
                      String mark = key + "#" + number;
                      handle.execute("create table if not exists appended (mark text primary key)");
                      if (handle.execute(
                              "insert into appended values (?) on conflict do nothing", mark)
                          == 1) {
                        system.outbox.append(
                            handle, system.type, key, new EventSystem.Numbered(number));
                      }
                      return true;
                    }));
  }
}
