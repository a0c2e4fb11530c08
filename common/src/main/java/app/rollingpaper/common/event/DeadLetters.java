package app.rollingpaper.common.event;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events that a service could not handle, for the operators' command. Each call waits for the
 * broker as long as a connection may take. Thread-safe.
 */
public final class DeadLetters {
  private final Broker broker;
  private final String service;

  /**
   * One event that was given up. Shows nothing of its content, which may be personal.
   *
   * @param id the event's id, if it has one
   * @param type the event's type, if it has one
   * @param attempts how often a handler failed with it
   * @param reason the class of the last failure, or why the broker itself gave it up
   * @param bytes the size of its envelope
   */
  public record DeadLetter(
      Optional<String> id, Optional<String> type, int attempts, String reason, int bytes) {}

  public DeadLetters(Broker broker, String service) {
    this.broker = broker;
    this.service = service;
  }

  /**
   * The first ones of the queue, which stay where they are.
   *
   * @throws UncheckedIOException when the broker does not answer
   */
  public List<DeadLetter> list(int limit) {
    Channel channel = open();
    try {
      List<DeadLetter> letters = new ArrayList<>();
      for (int i = 0; i < limit; i++) {
        GetResponse message = channel.basicGet(Broker.deadQueue(service), false);
        if (message == null) {
          break;
        }
        letters.add(letter(message));
      }
      return List.copyOf(letters);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (ShutdownSignalException lost) {
      throw new UncheckedIOException(new IOException("the connection to the broker is lost", lost));
    } finally {
      // Which puts back what was looked at.
      close(channel);
    }
  }

  /**
   * Hands the first ones of the queue to the service once more, as if they had never failed. Those
   * that fail again come back as dead letters later; this call takes none twice.
   *
   * @return how many
   * @throws UncheckedIOException when the broker does not answer; those moved before that stay
   *     moved
   */
  public int replay(int limit) {
    Channel channel = open();
    try (Publisher publisher = new Publisher(broker)) {
      long most = Math.min(limit, channel.messageCount(Broker.deadQueue(service)));
      int moved = 0;
      while (moved < most) {
        GetResponse message = channel.basicGet(Broker.deadQueue(service), false);
        if (message == null) {
          break;
        }
        BasicProperties properties = message.getProps();
        publisher.store(
            "",
            Broker.workQueue(service),
            Publisher.properties(properties.getMessageId(), properties.getType(), Map.of()),
            message.getBody());
        channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
        moved++;
      }
      return moved;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (ShutdownSignalException lost) {
      throw new UncheckedIOException(new IOException("the connection to the broker is lost", lost));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while replaying dead letters", interrupted);
    } finally {
      close(channel);
    }
  }

  private Channel open() {
    try {
      Channel channel = broker.firstChannel();
      broker.declareQueues(channel, service);
      return channel;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static DeadLetter letter(GetResponse message) {
    BasicProperties properties = message.getProps();
    return new DeadLetter(
        Optional.ofNullable(properties.getMessageId()),
        Optional.ofNullable(properties.getType()),
        EventConsumer.attempt(properties),
        reason(properties.getHeaders()),
        message.getBody().length);
  }

  private static String reason(@Nullable Map<String, Object> headers) {
    if (headers != null && headers.get(EventConsumer.REASON) instanceof Object reason) {
      return reason.toString();
    }
    if (headers != null
        && headers.get("x-death") instanceof List<?> deaths
        && !deaths.isEmpty()
        && deaths.getFirst() instanceof Map<?, ?> death) {
      return "broker: " + death.get("reason");
    }
    return "unknown";
  }

  private static void close(Channel channel) {
    try {
      channel.abort();
    } catch (IOException | ShutdownSignalException gone) {
      // Which is what was wanted.
    }
  }
}
