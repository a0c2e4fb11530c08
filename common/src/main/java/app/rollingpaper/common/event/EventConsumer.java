package app.rollingpaper.common.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The way of events from the broker to a service's handlers, one event after the other. Thread-safe
 * after {@link #start()}.
 *
 * <p>All instances of a service share one queue, and each event goes to one of them. It is
 * acknowledged when its effect is committed; a repeated delivery has no effect. A handler that
 * fails is tried again after growing waits, then the event becomes a dead letter; so does, at once,
 * what is not an event. While the database is away nothing is fetched and no attempt is counted.
 *
 * <p>Order: events of one key arrive in their order as long as one instance consumes and no handler
 * fails. With several instances, or after a failure, a later event may be handled before an earlier
 * one; handlers have to bear that.
 */
public final class EventConsumer implements AutoCloseable {
  /** How many attempts at this event have failed so far. */
  static final String ATTEMPT = "attempt";

  /** The class of the failure, and of its root; never its message, which may name people. */
  static final String REASON = "reason";

  /** Not the first: while everything starts, the broker is a moment late. */
  private static final int LOGGED_FAILURE = 3;

  private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration FINISH = Duration.ofSeconds(30);
  private static final Duration SWEEP = Duration.ofMinutes(10);
  private static final int SWEPT = 1_000;

  private final Jdbi jdbi;
  private final Broker broker;
  private final String service;
  private final ObjectMapper json;
  private final Map<String, EventHandler> handlers = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private long swept = System.nanoTime() - SWEEP.toNanos();
  private int failures;

  /**
   * A consumer that does nothing yet.
   *
   * @param service whose queue it is, such as {@code notification-service}
   */
  public EventConsumer(Jdbi jdbi, Broker broker, String service, ObjectMapper json) {
    this.jdbi = jdbi;
    this.broker = broker;
    this.service = service;
    this.json = json;
    this.thread = Thread.ofVirtual().name("event-consumer").unstarted(this::run);
  }

  /**
   * Says who handles events of these types; before {@link #start()}, once for each type.
   *
   * @return this consumer
   */
  public EventConsumer subscribe(List<String> types, EventHandler handler) {
    if (thread.getState() != Thread.State.NEW) {
      throw new IllegalStateException("subscriptions come before the start");
    }
    for (String type : types) {
      if (handlers.putIfAbsent(type, handler) != null) {
        throw new IllegalArgumentException("two handlers of " + type);
      }
    }
    return this;
  }

  /** Begins to consume; to be called once, when the schema is up to date. The broker need not be there. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!isClosing()) {
        try {
          consume();
        } catch (IOException | RuntimeException failed) {
          failures++;
          if (failures == LOGGED_FAILURE) {
            log.warn("event=consumer_waits service={} reason=\"{}\"", service, failed.toString());
          }
          pause(Broker.backOff(failures));
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Consumes until this is closed or the channel is lost. */
  private void consume() throws IOException, InterruptedException {
    jdbi.useHandle(handle -> handle.execute("select 1"));
    Channel channel = broker.channel();
    try (Publisher publisher = new Publisher(broker)) {
      broker.declareQueues(channel, service);
      for (String type : handlers.keySet()) {
        channel.queueBind(Broker.workQueue(service), Broker.EXCHANGE, type);
      }
      channel.basicQos(broker.config().prefetch());
      BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
      AtomicBoolean cancelled = new AtomicBoolean();
      channel.basicConsume(
          Broker.workQueue(service),
          false,
          (tag, delivery) -> deliveries.add(delivery),
          tag -> cancelled.set(true));
      while (!isClosing()) {
        if (cancelled.get() || !channel.isOpen() || !publisher.isOpen()) {
          throw new IOException("the broker ended the consumer's channel");
        }
        Delivery delivery = deliveries.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (delivery != null && settle(channel, publisher, delivery)) {
          channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
          failures = 0;
        }
        sweep();
      }
    } catch (ShutdownSignalException lost) {
      throw new IOException("the channel to the broker is lost", lost);
    } finally {
      abort(channel);
    }
  }

  /**
   * Sees to it that the delivery is not needed any more.
   *
   * @return false when it is, because this consumer or its channel ends first
   */
  private boolean settle(Channel channel, Publisher publisher, Delivery delivery)
      throws IOException, InterruptedException {
    Event event;
    try {
      event = json.readValue(delivery.getBody(), Event.class);
    } catch (IOException malformed) {
      bury(publisher, delivery, attempt(delivery), malformed);
      return true;
    }
    for (int waits = 0; ; waits++) {
      Throwable failure = apply(event);
      if (failure == null) {
        return true;
      }
      if (failure instanceof InterruptedException) {
        throw new InterruptedException();
      }
      if (!isDatabaseAway(failure)) {
        retryOrBury(publisher, delivery, event, failure);
        return true;
      }
      if (waits == 0) {
        log.warn("event=consumer_waits service={} reason=\"{}\"", service, failure.toString());
      }
      pause(Broker.backOff(waits));
      if (isClosing() || !channel.isOpen()) {
        return false;
      }
    }
  }

  /** Runs the handler in the transaction that remembers the event; answers what went wrong. */
  private @Nullable Throwable apply(Event event) {
    if (event.trace() != null) {
      MDC.put(Event.REQUEST_ID, event.trace());
    }
    try {
      EventHandler handler = handlers.get(event.type());
      if (handler == null) {
        // As while two versions run side by side: an instance that knows the type will take it at
        // one of the next attempts.
        return new UnsupportedOperationException("no handler of " + event.type());
      }
      jdbi.useTransaction(
          handle -> {
            int first =
                handle
                    .createUpdate(
                        "insert into inbox (event_id) values (:id) on conflict do nothing")
                    .bind("id", event.id())
                    .execute();
            if (first == 1) {
              handler.handle(handle, event);
            }
          });
      return null;
    } catch (Throwable failure) {
      // Errors too: an assertion or a missing class in a handler must not end the consumer of all
      // other events.
      return failure;
    } finally {
      MDC.remove(Event.REQUEST_ID);
    }
  }

  private void retryOrBury(Publisher publisher, Delivery delivery, Event event, Throwable failure)
      throws IOException, InterruptedException {
    int failed = attempt(delivery) + 1;
    if (failed >= broker.config().attempts()) {
      log.error(
          "event=event_buried id={} type={} attempts={}",
          event.id(),
          event.type(),
          failed,
          failure);
      bury(publisher, delivery, failed, failure);
      return;
    }
    log.warn(
        "event=event_failed id={} type={} attempts={}", event.id(), event.type(), failed, failure);
    publisher.store(
        "",
        broker.retryQueue(service, failed),
        Publisher.properties(event.id().toString(), event.type(), Map.of(ATTEMPT, failed)),
        delivery.getBody());
  }

  private void bury(Publisher publisher, Delivery delivery, int failed, Throwable failure)
      throws IOException, InterruptedException {
    BasicProperties properties = delivery.getProperties();
    publisher.store(
        Broker.DEAD_EXCHANGE,
        service,
        Publisher.properties(
            properties.getMessageId(),
            properties.getType(),
            Map.of(ATTEMPT, failed, REASON, reason(failure))),
        delivery.getBody());
  }

  static int attempt(Delivery delivery) {
    return attempt(delivery.getProperties());
  }

  static int attempt(BasicProperties properties) {
    Map<String, Object> headers = properties.getHeaders();
    return headers != null && headers.get(ATTEMPT) instanceof Number attempt
        ? Math.max(0, attempt.intValue())
        : 0;
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
      root = root.getCause();
    }
    String outer = failure.getClass().getName();
    return root == failure ? outer : outer + " of " + root.getClass().getName();
  }

  /** Whether trying again at once is pointless and giving up is wrong: it is not the event's fault. */
  private static boolean isDatabaseAway(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof ConnectionException
          || cause instanceof SQLTransientConnectionException
          || cause instanceof SQLNonTransientConnectionException
          || cause instanceof SQLRecoverableException
          || cause instanceof SQLException problem && isDatabaseAway(problem.getSQLState())) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Connection lost (08), out of resources (53), shut down or starting (57P), not the primary any more (25006). */
  private static boolean isDatabaseAway(@Nullable String state) {
    return state != null
        && (state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57P")
            || state.equals("25006"));
  }

  /** Forgets, a thousand at a time, events that no broker will deliver again. */
  private void sweep() {
    if (System.nanoTime() - swept < SWEEP.toNanos()) {
      return;
    }
    swept = System.nanoTime();
    try {
      int forgotten =
          jdbi.withHandle(
              handle ->
                  handle
                      .createUpdate(
                          """
                          delete from inbox where event_id in (
                            select event_id from inbox
                            where received_at < now() - interval '30 days'
                            order by received_at
                            limit :limit
                            for update skip locked)
                          """)
                      .bind("limit", SWEPT)
                      .execute());
      if (forgotten == SWEPT) {
        swept -= SWEEP.toNanos();
      }
    } catch (RuntimeException failed) {
      log.warn("event=inbox_sweep_failed reason=\"{}\"", failed.toString());
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause(Duration duration) throws InterruptedException {
    closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void abort(Channel channel) {
    try {
      channel.abort();
    } catch (IOException | ShutdownSignalException gone) {
      // Which is what was wanted.
    }
  }

  /** Takes no further event and waits, 30 s at most, for the handler that runs; what was fetched goes back to the queue. */
  @Override
  public void close() {
    closing.countDown();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      if (!thread.join(FINISH)) {
        thread.interrupt();
      }
    } catch (InterruptedException interrupted) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
