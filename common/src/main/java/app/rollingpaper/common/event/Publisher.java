package app.rollingpaper.common.event;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A channel on which every message is persistent, mandatory and answered for by the broker. Belongs
 * to one thread; after an {@link IOException} it is not known what became of the messages under
 * way, and a new one is needed.
 */
final class Publisher implements AutoCloseable {
  /** What the broker says of one message. */
  enum Verdict {
    /** It is in a queue and stored. */
    CONFIRMED,
    /** There is no queue for it. */
    UNROUTABLE,
    /** The broker could not take it. */
    REFUSED
  }

  /** A message under way. */
  record Sent(String messageId, CompletableFuture<Verdict> verdict) {}

  private final Channel channel;
  private final Duration patience;
  private final NavigableMap<Long, Sent> pending = new ConcurrentSkipListMap<>();
  private final Set<String> returned = ConcurrentHashMap.newKeySet();

  Publisher(Broker broker) throws IOException {
    this.channel = broker.channel();
    this.patience = broker.config().confirmTimeout();
    channel.addReturnListener(
        message -> returned.add(String.valueOf(message.getProperties().getMessageId())));
    channel.addConfirmListener(
        (tag, upToTag) -> settle(tag, upToTag, Verdict.CONFIRMED),
        (tag, upToTag) -> settle(tag, upToTag, Verdict.REFUSED));
    channel.addShutdownListener(this::fail);
    channel.confirmSelect();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  static BasicProperties properties(
      @Nullable String messageId, @Nullable String type, Map<String, Object> headers) {
    return new BasicProperties.Builder()
        .contentType("application/json")
        .deliveryMode(2)
        .messageId(messageId)
        .type(type)
        .headers(headers)
        .build();
  }

  /** Sends a message; one with the same id must not be under way. */
  Sent send(String exchange, String routingKey, BasicProperties properties, byte[] body)
      throws IOException {
    Sent message = new Sent(String.valueOf(properties.getMessageId()), new CompletableFuture<>());
    pending.put(channel.getNextPublishSeqNo(), message);
    try {
      channel.basicPublish(exchange, routingKey, true, properties, body);
    } catch (ShutdownSignalException lost) {
      throw new IOException("the channel to the broker is lost", lost);
    }
    return message;
  }

  /** Waits for what the broker says. */
  Verdict await(Sent message) throws IOException, InterruptedException {
    try {
      Verdict verdict = message.verdict().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      // A message without a queue is returned, and then confirmed by RabbitMQ; Qpid refuses it, and
      // then returns it. Any question that is answered on this channel is answered after that.
      if (verdict == Verdict.REFUSED) {
        channel.basicQos(0);
      }
      return returned.remove(message.messageId()) ? Verdict.UNROUTABLE : verdict;
    } catch (ExecutionException lost) {
      throw new IOException("the channel to the broker is lost", lost.getCause());
    } catch (ShutdownSignalException lost) {
      throw new IOException("the channel to the broker is lost", lost);
    } catch (TimeoutException silence) {
      throw new IOException("the broker did not confirm in time", silence);
    }
  }

  /**
   * Sends a message and waits until it is stored.
   *
   * @throws IOException also when the broker did not take it
   */
  void store(String exchange, String routingKey, BasicProperties properties, byte[] body)
      throws IOException, InterruptedException {
    Verdict verdict = await(send(exchange, routingKey, properties, body));
    if (verdict != Verdict.CONFIRMED) {
      throw new IOException("the broker did not take a message for " + routingKey + ": " + verdict);
    }
  }

  private void settle(long tag, boolean upToTag, Verdict verdict) {
    Map<Long, Sent> settled =
        upToTag ? pending.headMap(tag, true) : pending.subMap(tag, true, tag, true);
    settled.values().removeIf(message -> message.verdict().complete(verdict));
  }

  private void fail(ShutdownSignalException cause) {
    pending.values().forEach(message -> message.verdict().completeExceptionally(cause));
  }

  @Override
  public void close() {
    try {
      channel.abort();
    } catch (IOException | ShutdownSignalException gone) {
      // Which is what was wanted.
    }
  }
}
