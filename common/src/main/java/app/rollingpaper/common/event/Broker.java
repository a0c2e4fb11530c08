package app.rollingpaper.common.event;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's one connection to the message broker, kept open in the background: the broker need
 * not be there at the start and may go away and come back. Thread-safe.
 *
 * <p>The client's own recovery is off: it revives channels but not what was under way on them, so
 * whoever uses a channel has to start over with a new one in any case, and one mechanism is easier
 * to trust than two.
 *
 * <p>What is declared, by everybody who needs it: the topic exchange {@code rollingpaper}; the
 * exchange {@code rollingpaper.dead}; for a service its queue {@code <service>.events}, queues
 * {@code <service>.retry.<milliseconds>} in which events wait for their next attempt, and {@code
 * <service>.dead} for those that had their last.
 */
public final class Broker implements AutoCloseable {
  static final String EXCHANGE = "rollingpaper";
  static final String DEAD_EXCHANGE = "rollingpaper.dead";

  private static final Logger log = LoggerFactory.getLogger(Broker.class);
  private static final int CLOSE_MILLIS = 2_000;
  private static final int RETRY_FACTOR = 4;

  /** Deliveries without an answer, as when the program dies of the event; ordinary failures are counted in a header. */
  private static final int DELIVERIES = 20;

  /** Looking at a dead letter counts as a delivery: as good as no limit, which the broker would else set itself. */
  private static final int LOOKS = 1_000_000_000;

  private final AmqpConfig config;
  private final String connectionName;
  private final ConnectionFactory factory;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;
  private volatile @Nullable Connection connection;

  /**
   * Begins to connect.
   *
   * @param connectionName how the broker's operators see this connection
   * @throws IllegalArgumentException when the URL is not one of AMQP
   */
  public Broker(AmqpConfig config, String connectionName) {
    this.config = config;
    this.connectionName = connectionName;
    this.factory = factory(config);
    this.keeper = Thread.ofVirtual().name("broker-keeper").unstarted(this::keepConnected);
    keeper.start();
  }

  /** Whether the connection is open now. */
  public boolean isConnected() {
    Connection present = connection;
    return present != null && present.isOpen();
  }

  AmqpConfig config() {
    return config;
  }

  /**
   * A new channel, to be closed by the caller.
   *
   * @throws IOException when there is no connection now
   */
  Channel channel() throws IOException {
    Connection present = connection;
    if (present == null) {
      throw new IOException("the broker has not answered yet");
    }
    try {
      return present
          .openChannel()
          .orElseThrow(() -> new IOException("the broker gives no further channel"));
    } catch (ShutdownSignalException lost) {
      throw new IOException("the connection to the broker is lost", lost);
    }
  }

  /** Like {@link #channel()}, for a program that has only just begun to connect. */
  Channel firstChannel() throws IOException {
    long deadline = System.nanoTime() + config.connectTimeout().toNanos();
    try {
      while (!isConnected()
          && System.nanoTime() < deadline
          && !closing.await(20, TimeUnit.MILLISECONDS)) {
        // Looks again.
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return channel();
  }

  static String workQueue(String service) {
    return service + ".events";
  }

  static String deadQueue(String service) {
    return service + ".dead";
  }

  /**
   * The queue from which an event comes back after a wait.
   *
   * @param failures how many attempts have failed, at least 1
   */
  String retryQueue(String service, int failures) {
    return service + ".retry." + retryMillis(failures);
  }

  /**
   * Declares all queues of a service. Each argument is for RabbitMQ, or says the same to Qpid; each
   * ignores the other's.
   *
   * @throws IOException when a queue of that name is there already and is another
   */
  void declareQueues(Channel channel, String service) throws IOException {
    String work = workQueue(service);
    String dead = deadQueue(service);
    channel.queueDeclare(dead, true, false, false, quorum(Map.of("x-delivery-limit", LOOKS)));
    channel.queueBind(dead, DEAD_EXCHANGE, service);
    channel.queueDeclare(
        work,
        true,
        false,
        false,
        quorum(
            Map.of(
                "x-delivery-limit",
                DELIVERIES,
                "x-dead-letter-exchange",
                DEAD_EXCHANGE,
                "x-dead-letter-routing-key",
                service,
                "x-dead-letter-strategy",
                "at-least-once",
                "alternateBinding",
                "{\"destination\":\"" + dead + "\"}")));
    for (int failures = 1; failures < config.attempts(); failures++) {
      // The wait is part of the name: a queue cannot be given another, and a changed setting is
      // simply another queue.
      long wait = retryMillis(failures);
      channel.queueDeclare(
          retryQueue(service, failures),
          true,
          false,
          false,
          quorum(
              Map.of(
                  "x-message-ttl",
                  wait,
                  "x-dead-letter-exchange",
                  "",
                  "x-dead-letter-routing-key",
                  work,
                  "x-dead-letter-strategy",
                  "at-least-once",
                  "maximumMessageTtl",
                  wait,
                  "expiryPolicy",
                  "ROUTE_TO_ALTERNATE",
                  "alternateBinding",
                  "{\"destination\":\"" + work + "\"}")));
    }
  }

  private static Map<String, Object> quorum(Map<String, Object> more) {
    Map<String, Object> arguments = new HashMap<>(more);
    arguments.put("x-queue-type", "quorum");
    arguments.put("x-overflow", "reject-publish");
    return arguments;
  }

  private long retryMillis(int failures) {
    long wait = config.retryDelay().toMillis();
    for (int i = 1; i < failures; i++) {
      wait *= RETRY_FACTOR;
    }
    return wait;
  }

  /** How long to wait after that many failures in a row: from 0.1 s to 5 s, never the same for everybody. */
  static Duration backOff(int failures) {
    long most = Math.min(5_000, 100L << Math.min(failures, 6));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }

  private void keepConnected() {
    int failures = 0;
    try {
      while (closing.getCount() > 0) {
        try {
          stayConnected();
          failures = 0;
        } catch (IOException | TimeoutException | ShutdownSignalException away) {
          failures++;
          if (failures == 1) {
            log.warn("event=broker_away reason=\"{}\"", away.toString());
          }
        }
        if (closing.await(backOff(failures).toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void stayConnected() throws IOException, TimeoutException, InterruptedException {
    Connection opened = factory.newConnection(connectionName);
    try {
      CountDownLatch lost = new CountDownLatch(1);
      opened.addShutdownListener(cause -> lost.countDown());
      try (Channel channel = opened.createChannel()) {
        channel.exchangeDeclare(EXCHANGE, "topic", true);
        channel.exchangeDeclare(DEAD_EXCHANGE, "direct", true);
      }
      connection = opened;
      log.info("event=broker_connected");
      lost.await();
      if (closing.getCount() > 0) {
        log.warn("event=broker_lost reason=\"{}\"", String.valueOf(opened.getCloseReason()));
      }
    } finally {
      opened.abort(CLOSE_MILLIS);
    }
  }

  private static ConnectionFactory factory(AmqpConfig config) {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setAutomaticRecoveryEnabled(false);
    factory.setRequestedHeartbeat(Math.toIntExact(Math.max(1, config.heartbeat().toSeconds())));
    int patience = Math.toIntExact(config.connectTimeout().toMillis());
    factory.setConnectionTimeout(patience);
    factory.setHandshakeTimeout(patience);
    factory.setChannelRpcTimeout(patience);
    factory.setShutdownTimeout(CLOSE_MILLIS);
    factory.setThreadFactory(Thread.ofPlatform().daemon().name("amqp-", 0).factory());
    try {
      factory.setUri(config.url().reveal());
      if (factory.isSSL()) {
        // What the client would choose by itself believes every certificate.
        factory.useSslProtocol(SSLContext.getDefault());
        factory.enableHostnameVerification();
      }
    } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException malformed) {
      // Without the cause, whose text may hold the password.
      throw new IllegalArgumentException(
          "amqp.url: not an address such as amqp://user:password@host:5672/virtual-host");
    }
    return factory;
  }

  /** Closes the connection and all that uses it. */
  @Override
  public void close() {
    closing.countDown();
    keeper.interrupt();
    try {
      keeper.join(Duration.ofMillis(2 * CLOSE_MILLIS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
