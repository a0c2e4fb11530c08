package app.rollingpaper.common.event;

import app.rollingpaper.common.event.Publisher.Sent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of events from a service's {@link Outbox} to the broker: published in order, confirmed,
 * then deleted. Thread-safe.
 *
 * <p>Every instance of a service runs one; a row lock lets one work at a time. An event is sent
 * only when the one before it with the same key is confirmed, so whatever breaks, events of one key
 * reach a queue in order; an event may reach it twice. An event of a type to which no queue is
 * bound yet waits in the outbox, and others pass it. Broker and database may be away for any time.
 */
public final class OutboxRelay implements AutoCloseable {
  /** Not the first: while everything starts, the broker is a moment late. */
  private static final int LOGGED_FAILURE = 3;

  private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
  private static final int BATCH = 200;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration MEASURE = Duration.ofSeconds(1);
  private static final Duration UNROUTABLE_WAIT = Duration.ofSeconds(2);

  private record Row(long position, UUID id, String type, String key, String envelope) {}

  private record Batch(int published, @Nullable IOException failure) {
    static final Batch NONE = new Batch(0, null);
  }

  private final Jdbi jdbi;
  private final Broker broker;
  private final Semaphore work = new Semaphore(0);
  private final AtomicLong published = new AtomicLong();
  private final Thread thread;
  private volatile long backlog;
  private volatile boolean closed;

  // Of the relay's own thread.
  private final Map<String, Long> unroutable = new HashMap<>();
  private final Set<String> unheard = new HashSet<>();
  private long measured = System.nanoTime() - MEASURE.toNanos();

  public OutboxRelay(Jdbi jdbi, Broker broker, Outbox outbox) {
    this.jdbi = jdbi;
    this.broker = broker;
    this.thread = Thread.ofVirtual().name("outbox-relay").unstarted(this::run);
    outbox.onCommit(this::wake);
  }

  /** Begins to publish; to be called once, when the schema is up to date. */
  public void start() {
    thread.start();
  }

  /** Has the relay look at once instead of at its next turn. Never waits. */
  public void wake() {
    work.release();
  }

  /** Events that were committed and not yet published by any instance, as seen within the last second or so. */
  public long backlog() {
    return backlog;
  }

  /** Events that this instance has published since its start, repetitions included. */
  public long published() {
    return published.get();
  }

  private void run() {
    Publisher publisher = null;
    int failures = 0;
    try {
      while (!closed) {
        Duration pause = POLL;
        try {
          measure();
          if (publisher == null || !publisher.isOpen()) {
            publisher = new Publisher(broker);
          }
          Batch batch = publishBatch(publisher);
          if (batch.failure() != null) {
            throw batch.failure();
          }
          failures = 0;
          pause = batch.published() > 0 ? Duration.ZERO : POLL;
        } catch (IOException | RuntimeException failed) {
          if (publisher != null) {
            publisher.close();
            publisher = null;
          }
          failures++;
          if (failures == LOGGED_FAILURE) {
            log.warn("event=relay_waits reason=\"{}\"", failed.toString());
          }
          pause = Broker.backOff(failures);
        }
        await(pause, failures);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      if (publisher != null) {
        publisher.close();
      }
    }
  }

  private void await(Duration pause, int failures) throws InterruptedException {
    if (failures > 0) {
      // A busy service would else wake the relay faster than it backs off.
      long end = System.nanoTime() + pause.toNanos();
      while (!closed
          && work.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        work.drainPermits();
      }
      return;
    }
    if (work.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
      work.drainPermits();
    }
  }

  /** Looks before it takes the lease, which is a write: a system without events does not write for as long as it runs. */
  private boolean isAnyWaiting() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select exists (select from outbox where type <> all(:unroutable))")
                .bindArray("unroutable", String.class, unroutable())
                .mapTo(Boolean.class)
                .one());
  }

  private Batch publishBatch(Publisher publisher) throws InterruptedException {
    if (!isAnyWaiting()) {
      return Batch.NONE;
    }
    return jdbi.<Batch, InterruptedException>inTransaction(
        handle -> {
          Duration patience = broker.config().confirmTimeout();
          // An instance that is frozen in here must not keep the others from publishing.
          handle.execute(
              "set local idle_in_transaction_session_timeout = "
                  + patience.multipliedBy(3).toMillis());
          if (handle
              .createQuery("select one from relay_lease for update skip locked")
              .mapTo(Boolean.class)
              .findOne()
              .isEmpty()) {
            return Batch.NONE;
          }
          List<Row> rows = next(handle);
          List<Long> confirmed = new ArrayList<>();
          IOException failure = null;
          try {
            publish(publisher, rows, confirmed, System.nanoTime() + patience.toNanos());
          } catch (IOException failed) {
            failure = failed;
          }
          if (!confirmed.isEmpty()) {
            handle
                .createUpdate("delete from outbox where position = any(:positions)")
                .bindArray("positions", Long.class, confirmed)
                .execute();
            published.addAndGet(confirmed.size());
          }
          return new Batch(confirmed.size(), failure);
        });
  }

  /** Types of which it was seen a moment ago that nobody listens. */
  private List<String> unroutable() {
    long now = System.nanoTime();
    unroutable.values().removeIf(until -> until - now < 0);
    return List.copyOf(unroutable.keySet());
  }

  private List<Row> next(Handle handle) {
    return handle
        .createQuery(
            """
            select position, id, type, key, envelope
            from outbox
            where type <> all(:unroutable)
            order by position
            limit :limit
            """)
        .bindArray("unroutable", String.class, unroutable())
        .bind("limit", BATCH)
        .map(
            (row, context) ->
                new Row(
                    row.getLong("position"),
                    row.getObject("id", UUID.class),
                    row.getString("type"),
                    row.getString("key"),
                    row.getString("envelope")))
        .list();
  }

  /** Publishes in waves in which each key occurs once. */
  private void publish(Publisher publisher, List<Row> rows, List<Long> confirmed, long deadline)
      throws IOException, InterruptedException {
    Map<Row, Sent> wave = new LinkedHashMap<>();
    Set<String> keys = new HashSet<>();
    for (Row row : rows) {
      if (keys.contains(row.key())) {
        settle(publisher, wave, confirmed);
        keys.clear();
        if (closed || System.nanoTime() > deadline) {
          return;
        }
      }
      if (!unroutable.containsKey(row.type())) {
        keys.add(row.key());
        wave.put(
            row,
            publisher.send(
                Broker.EXCHANGE,
                row.type(),
                Publisher.properties(row.id().toString(), row.type(), Map.of()),
                row.envelope().getBytes(StandardCharsets.UTF_8)));
      }
    }
    settle(publisher, wave, confirmed);
  }

  private void settle(Publisher publisher, Map<Row, Sent> wave, List<Long> confirmed)
      throws IOException, InterruptedException {
    IOException failure = null;
    for (Map.Entry<Row, Sent> sent : wave.entrySet()) {
      Row row = sent.getKey();
      try {
        switch (publisher.await(sent.getValue())) {
          case CONFIRMED -> confirmed.add(row.position());
          case UNROUTABLE -> {
            unroutable.put(row.type(), System.nanoTime() + UNROUTABLE_WAIT.toNanos());
            if (unheard.add(row.type())) {
              log.warn("event=nobody_listens type={}", row.type());
            }
          }
          case REFUSED ->
              failure = new IOException("the broker refused an event of type " + row.type());
        }
      } catch (IOException failed) {
        failure = failed;
        publisher.close();
      }
    }
    wave.clear();
    if (failure != null) {
      throw failure;
    }
  }

  private void measure() {
    if (System.nanoTime() - measured >= MEASURE.toNanos()) {
      backlog =
          jdbi.withHandle(
              handle -> handle.createQuery("select count(*) from outbox").mapTo(Long.class).one());
      measured = System.nanoTime();
    }
  }

  /** Ends after the events under way are confirmed, or the broker's time for that is over. The rest stays in the outbox. */
  @Override
  public void close() {
    closed = true;
    wake();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      if (!thread.join(broker.config().confirmTimeout().multipliedBy(2))) {
        thread.interrupt();
      }
    } catch (InterruptedException interrupted) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
