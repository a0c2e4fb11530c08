package app.rollingpaper.common.event;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.common.event.DeadLetters.DeadLetter;
import app.rollingpaper.common.event.EventSystem.Effect;
import app.rollingpaper.common.event.EventSystem.Numbered;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

@Tag("A01")
class EventsTest {
  private EventSystem system;

  @BeforeEach
  void open() {
    system = new EventSystem();
  }

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void whatIsCommittedArrives() {
    OutboxRelay relay = system.relay();
    system.consumer(system.recording());

    UUID id = system.append("paper-1", 7);

    await()
        .atMost(20, SECONDS)
        .until(() -> system.effects().equals(List.of(new Effect(id, "paper-1", 7))));
    await().atMost(20, SECONDS).until(() -> system.waiting() == 0);
    assertThat(relay.published()).isEqualTo(1);
    await().atMost(20, SECONDS).until(() -> relay.backlog() == 0);
  }

  @Test
  void aRelayWithNothingToPublishOnlyReads() {
    List<String> statements = new CopyOnWriteArrayList<>();
    system.jdbi.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logBeforeExecution(StatementContext context) {
            statements.add(context.getRenderedSql().strip());
          }
        });
    system.relay();

    await().atMost(20, SECONDS).until(() -> statements.size() >= 5);
    assertThat(statements)
        .allSatisfy(sql -> assertThat(sql).startsWith("select").doesNotContain("for update"));
  }

  @Test
  void whatIsRolledBackIsNeverPublished() {
    system.relay();
    system.consumer(system.recording());

    assertThatThrownBy(
            () ->
                system.jdbi.useTransaction(
                    handle -> {
                      system.outbox.append(handle, system.type, "paper-1", new Numbered(1));
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    UUID committed = system.append("paper-1", 2);

    await().atMost(20, SECONDS).until(() -> system.waiting() == 0 && !system.effects().isEmpty());
    assertThat(system.effects()).containsExactly(new Effect(committed, "paper-1", 2));
  }

  @Test
  void anEventOutsideATransactionIsRefused() {
    assertThatThrownBy(
            () ->
                system.jdbi.useHandle(
                    handle ->
                        system.outbox.append(handle, system.type, "paper-1", new Numbered(1))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTransactionThatCommitsLateIsNotSkipped() throws Exception {
    system.relay();
    system.consumer(system.recording());

    try (Handle slow = system.jdbi.open()) {
      slow.begin();
      system.outbox.append(slow, system.type, "paper-slow", new Numbered(1));
      system.append("paper-quick", 2);
      await().atMost(20, SECONDS).until(() -> system.numbers("paper-quick").equals(List.of(2)));
      slow.commit();
    }

    await().atMost(20, SECONDS).until(() -> system.numbers("paper-slow").equals(List.of(1)));
  }

  @Test
  void severalRelaysKeepTheOrderOfEachKey() throws Exception {
    List<OutboxRelay> relays = List.of(system.relay(), system.relay(), system.relay());
    system.consumer(system.recording());
    int each = 100;

    List<Thread> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      String key = "paper-" + writer;
      writers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int number = 0; number < each; number++) {
                      system.append(key, number);
                    }
                  }));
    }
    for (Thread writer : writers) {
      writer.join();
    }

    await()
        .atMost(60, SECONDS)
        .until(() -> system.effects().size() >= 4 * each && system.waiting() == 0);
    List<Integer> inOrder = IntStream.range(0, each).boxed().toList();
    for (int writer = 0; writer < 4; writer++) {
      assertThat(system.numbers("paper-" + writer)).isEqualTo(inOrder);
    }
    assertThat(relays.stream().mapToLong(OutboxRelay::published).sum()).isEqualTo(4L * each);
  }

  @Test
  void aRelayStandsByWhileAnotherInstanceHoldsTheLease() {
    system.consumer(system.recording());
    try (Handle other = system.jdbi.open()) {
      other.begin();
      other.execute("select one from relay_lease for update");
      OutboxRelay relay = system.relay();
      system.append("paper-1", 1);
      await().atMost(20, SECONDS).until(() -> relay.backlog() == 1);
      await().during(1, SECONDS).atMost(5, SECONDS).until(() -> relay.published() == 0);
      other.rollback();
    }
    await().atMost(20, SECONDS).until(() -> system.numbers("paper-1").equals(List.of(1)));
  }

  @Test
  void anEventThatIsPublishedTwiceHasEffectOnce() throws Exception {
    system.consumer(system.recording());
    UUID id = UUID.randomUUID();
    String envelope =
        """
        {"id":"%s","type":"%s","occurredAt":"2026-03-06T08:00:00Z","key":"paper-1","data":{"number":%d}}
        """;

    system.publish(id.toString(), envelope.formatted(id, system.type, 1));
    system.publish(id.toString(), envelope.formatted(id, system.type, 1));
    UUID last = UUID.randomUUID();
    system.publish(last.toString(), envelope.formatted(last, system.type, 2));

    await().atMost(20, SECONDS).until(() -> system.numbers("paper-1").contains(2));
    assertThat(system.numbers("paper-1")).containsExactly(1, 2);
  }

  @Test
  void anEventThatNobodyListensToYetWaitsAndOthersPassIt() {
    OutboxRelay relay = system.relay();
    EventConsumer first = system.consumer(system.recording());
    String later = "later-" + UUID.randomUUID() + ".v1";

    system.append(later, "paper-1", 1);
    system.append("paper-1", 2);
    await().atMost(20, SECONDS).until(() -> system.numbers("paper-1").equals(List.of(2)));
    await().atMost(20, SECONDS).until(() -> relay.backlog() == 1);

    first.close();
    system.consumer(List.of(system.type, later), system.recording());
    await().atMost(20, SECONDS).until(() -> system.numbers("paper-1").equals(List.of(2, 1)));
    await().atMost(20, SECONDS).until(() -> system.waiting() == 0);
  }

  @Test
  void aFailingHandlerIsTriedAgainThenTheEventIsADeadLetterThatCanBeReplayed() {
    system.relay();
    AtomicInteger tries = new AtomicInteger();
    AtomicBoolean broken = new AtomicBoolean(true);
    system.consumer(
        (handle, event) -> {
          tries.incrementAndGet();
          system.recording().handle(handle, event);
          if (broken.get()) {
            throw new IllegalStateException("the address kim@example.org is out of order");
          }
        });

    UUID id = system.append("paper-1", 1);

    DeadLetters deadLetters = system.deadLetters();
    await().atMost(30, SECONDS).until(() -> deadLetters.list(10).size() == 1);
    assertThat(tries).hasValue(EventSystem.ATTEMPTS);
    assertThat(system.effects()).isEmpty();
    DeadLetter letter = deadLetters.list(10).getFirst();
    assertThat(letter.id()).contains(id.toString());
    assertThat(letter.type()).contains(system.type);
    assertThat(letter.attempts()).isEqualTo(EventSystem.ATTEMPTS);
    assertThat(letter.reason()).isEqualTo(IllegalStateException.class.getName());

    broken.set(false);
    await().atMost(20, SECONDS).until(() -> deadLetters.replay(10) == 1);
    await()
        .atMost(20, SECONDS)
        .until(() -> system.effects().equals(List.of(new Effect(id, "paper-1", 1))));
    assertThat(deadLetters.list(10)).isEmpty();
    assertThat(deadLetters.replay(10)).isZero();
  }

  @Test
  void aHandlerThatRecoversIsTriedUntilItSucceeds() {
    system.relay();
    AtomicInteger tries = new AtomicInteger();
    system.consumer(
        (handle, event) -> {
          if (tries.incrementAndGet() < EventSystem.ATTEMPTS) {
            throw new AssertionError("not yet");
          }
          system.recording().handle(handle, event);
        });

    UUID id = system.append("paper-1", 1);

    await()
        .atMost(30, SECONDS)
        .until(() -> system.effects().equals(List.of(new Effect(id, "paper-1", 1))));
    assertThat(tries).hasValue(EventSystem.ATTEMPTS);
    assertThat(system.deadLetters().list(10)).isEmpty();
  }

  @Test
  void aMessageThatIsNoEventIsADeadLetterAtOnceAndHoldsNobodyUp() throws Exception {
    system.relay();
    system.consumer(system.recording());

    system.publish("m1", "{\"id\":");
    system.publish("m2", "[]");
    system.publish("m3", "{\"id\":\"not an id\",\"type\":\"x\"}");
    system.append("paper-1", 1);

    await().atMost(20, SECONDS).until(() -> system.numbers("paper-1").equals(List.of(1)));
    List<DeadLetter> letters = system.deadLetters().list(10);
    assertThat(letters)
        .extracting(letter -> letter.id().orElseThrow())
        .containsExactly("m1", "m2", "m3");
    assertThat(letters).allSatisfy(letter -> assertThat(letter.attempts()).isZero());
  }

  @Test
  void anEventWithoutAHandlerHereIsLeftToOtherInstancesBeforeItIsGivenUp() {
    system.relay();
    String other = "other-" + UUID.randomUUID() + ".v1";
    system.consumer(List.of(system.type, other), system.recording()).close();
    system.consumer(system.recording());

    UUID id = system.append(other, "paper-1", 1);

    DeadLetters deadLetters = system.deadLetters();
    await().atMost(30, SECONDS).until(() -> deadLetters.list(10).size() == 1);
    assertThat(deadLetters.list(10).getFirst())
        .satisfies(
            letter -> {
              assertThat(letter.id()).contains(id.toString());
              assertThat(letter.attempts()).isEqualTo(EventSystem.ATTEMPTS);
            });
  }

  @Test
  void closingWaitsForTheHandlerThatRuns() throws Exception {
    system.relay();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    EventConsumer consumer =
        system.consumer(
            (handle, event) -> {
              running.countDown();
              finish.await();
              system.recording().handle(handle, event);
            });
    system.append("paper-1", 1);
    assertThat(running.await(20, SECONDS)).isTrue();

    Thread closing = Thread.ofPlatform().start(consumer::close);
    await().atMost(20, SECONDS).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    finish.countDown();
    closing.join();

    assertThat(system.numbers("paper-1")).containsExactly(1);
  }

  @Test
  void theRequestThatCausedAnEventIsKnownToItsHandler() {
    system.relay();
    AtomicReference<String> seen = new AtomicReference<>();
    system.consumer((handle, event) -> seen.set(event.trace() + " " + MDC.get("requestId")));

    MDC.put("requestId", "request-1");
    try {
      system.append("paper-1", 1);
    } finally {
      MDC.remove("requestId");
    }

    await().atMost(20, SECONDS).until(() -> "request-1 request-1".equals(seen.get()));
  }

  @Test
  void whatWasHandledLongAgoIsForgotten() {
    system.jdbi.useHandle(
        handle ->
            handle.execute(
                """
                insert into inbox (event_id, received_at)
                select gen_random_uuid(), now() - interval '31 days' from generate_series(1, 2500)
                union all select gen_random_uuid(), now() - interval '29 days'
                """));
    system.consumer(system.recording());

    await()
        .atMost(20, SECONDS)
        .until(
            () ->
                system.jdbi.withHandle(
                    handle ->
                        handle.createQuery("select count(*) from inbox").mapTo(Integer.class).one()
                            == 1));
  }
}
