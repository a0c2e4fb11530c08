package app.rollingpaper.common.event;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.common.config.Secret;
import app.rollingpaper.common.db.Database;
import app.rollingpaper.common.db.DatabaseConfig;
import app.rollingpaper.common.http.Json;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.compose.embedded.testing.TestBroker;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Jdbi;

/**
 * A service of its own on real servers, which both tells and is told: the handler of its numbered
 * events writes them into the table {@code effect}, one row each time it has effect.
 */
final class EventSystem implements AutoCloseable {
  static final int ATTEMPTS = 3;

  /** What the events of the tests say. */
  record Numbered(int number) {}

  /** A row of {@code effect}, in the order in which it was written. */
  record Effect(UUID eventId, String key, int number) {}

  final String service = "service-" + UUID.randomUUID();
  final String type = "numbered-" + UUID.randomUUID() + ".v1";
  final ObjectMapper json = Json.mapper();
  final Outbox outbox = new Outbox(Ids.timeOrdered(), InstantSource.system(), json);
  final Jdbi jdbi;
  private final String url;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  EventSystem() {
    this(TestBroker.url());
  }

  EventSystem(String brokerUrl) {
    url = brokerUrl;
    TestDatabase place = TestPostgres.freshDatabase("events", "events_service");
    DatabaseConfig config =
        new DatabaseConfig(
            place.jdbcUrl(),
            place.user(),
            new Secret(place.password()),
            "events",
            12,
            Duration.ofSeconds(2),
            Duration.ofSeconds(30));
    Database database = closing(new Database(config, "events-test", new SimpleMeterRegistry()));
    database.migrate();
    jdbi = database.jdbi();
    jdbi.useHandle(
        handle ->
            handle.execute(
                """
                create table effect (
                  position bigint generated always as identity primary key,
                  event_id uuid not null, key text not null, number int not null)
                """));
  }

  <T extends AutoCloseable> T closing(T part) {
    open.push(part);
    return part;
  }

  Broker broker() {
    AmqpConfig config =
        new AmqpConfig(
            new Secret(url),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            20,
            ATTEMPTS,
            Duration.ofMillis(100));
    return closing(new Broker(config, service));
  }

  Broker connectedBroker() {
    Broker broker = broker();
    await().atMost(20, SECONDS).until(broker::isConnected);
    return broker;
  }

  OutboxRelay relay() {
    OutboxRelay relay = closing(new OutboxRelay(jdbi, broker(), outbox));
    relay.start();
    return relay;
  }

  EventConsumer consumer(EventHandler handler) {
    return consumer(List.of(type), handler);
  }

  /** A consumer whose queue is there. */
  EventConsumer consumer(List<String> types, EventHandler handler) {
    Broker broker = connectedBroker();
    bind(broker, types);
    EventConsumer consumer =
        closing(new EventConsumer(jdbi, broker, service, json).subscribe(types, handler));
    consumer.start();
    return consumer;
  }

  private void bind(Broker broker, List<String> types) {
    try (Channel channel = broker.channel()) {
      broker.declareQueues(channel, service);
      for (String each : types) {
        channel.queueBind(Broker.workQueue(service), Broker.EXCHANGE, each);
      }
    } catch (IOException | TimeoutException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The handler that has effect. */
  EventHandler recording() {
    return (handle, event) ->
        handle
            .createUpdate("insert into effect (event_id, key, number) values (:id, :key, :number)")
            .bind("id", event.id())
            .bind("key", event.key())
            .bind("number", json.treeToValue(event.data(), Numbered.class).number())
            .execute();
  }

  UUID append(String key, int number) {
    return append(type, key, number);
  }

  UUID append(String eventType, String key, int number) {
    return jdbi.inTransaction(
        handle -> outbox.append(handle, eventType, key, new Numbered(number)));
  }

  List<Effect> effects() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select event_id, key, number from effect order by position")
                .map(
                    (row, context) ->
                        new Effect(
                            row.getObject("event_id", UUID.class),
                            row.getString("key"),
                            row.getInt("number")))
                .list());
  }

  /** The numbers of one key, in the order in which they had effect. */
  List<Integer> numbers(String key) {
    return effects().stream()
        .filter(effect -> effect.key().equals(key))
        .map(Effect::number)
        .toList();
  }

  int waiting() {
    return jdbi.withHandle(
        handle -> handle.createQuery("select count(*) from outbox").mapTo(Integer.class).one());
  }

  DeadLetters deadLetters() {
    return new DeadLetters(connectedBroker(), service);
  }

  /** Puts something on the exchange that no outbox has written. */
  void publish(String messageId, String body) throws Exception {
    try (Publisher publisher = new Publisher(connectedBroker())) {
      publisher.store(
          Broker.EXCHANGE,
          type,
          Publisher.properties(messageId, type, Map.of()),
          body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Ends everything, the latest first, and takes this service's queues from the broker. */
  @Override
  public void close() {
    closeAll();
    Broker last = connectedBroker();
    try (Channel channel = last.channel()) {
      last.declareQueues(channel, service);
      // Qpid keeps a queue that another refers to.
      for (int failures = 1; failures < ATTEMPTS; failures++) {
        channel.queueDelete(last.retryQueue(service, failures));
      }
      channel.queueDelete(Broker.workQueue(service));
      channel.queueDelete(Broker.deadQueue(service));
    } catch (IOException | TimeoutException failed) {
      throw new IllegalStateException(failed);
    }
    closeAll();
  }

  private void closeAll() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failed) {
        throw new IllegalStateException(failed);
      }
    }
  }
}
