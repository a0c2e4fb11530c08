package app.rollingpaper.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.common.http.Json;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.compose.embedded.testing.TestBroker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** What other services tell, made from the contracts' golden files and published as they do. */
final class Events implements AutoCloseable {
  static final ObjectMapper JSON = Json.mapper();
  static final Ids IDS = Ids.timeOrdered();

  private final Connection connection;
  private final Channel channel;

  Events() {
    try {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(TestBroker.url());
      connection = factory.newConnection();
      channel = connection.createChannel();
      channel.confirmSelect();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  /** The contract's event as it is written. */
  static ObjectNode golden(String type) {
    try (InputStream file = Events.class.getResourceAsStream("/contracts/" + type + ".json")) {
      return (ObjectNode) JSON.readTree(file);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  /** The contract's event, happening to others. */
  static ObjectNode another(String type) {
    ObjectNode event = golden(type).put("id", IDS.next().toString());
    ObjectNode data = data(event);
    if (data.has("paperId")) {
      data.put("paperId", IDS.next().toString()).put("ownerId", IDS.next().toString());
      event.put("key", data.get("paperId").asText());
    } else {
      data.put("userId", IDS.next().toString());
      event.put("key", data.get("userId").asText());
    }
    return event;
  }

  static ObjectNode registered(UUID user, String email, String name) {
    ObjectNode event = another("user.registered.v1");
    data(event).put("userId", user.toString()).put("email", email).put("name", name);
    return event;
  }

  static ObjectNode sealed(UUID owner, String title) {
    ObjectNode event = another("paper.sealed.v1");
    data(event).put("ownerId", owner.toString()).put("title", title);
    return event;
  }

  /** To somebody without an address. */
  static ObjectNode delivered(UUID owner) {
    ObjectNode event = another("paper.delivered.v1");
    data(event).put("ownerId", owner.toString());
    recipient(event).remove("email");
    return event;
  }

  static ObjectNode delivered(UUID owner, String email, String locale) {
    ObjectNode event = delivered(owner);
    recipient(event).put("email", email).put("locale", locale);
    data(event)
        .put(
            "revealUrl",
            "https://rolling-paper.example/p/"
                + data(event).get("paperId").asText()
                + "#s3cret-"
                + IDS.next());
    return event;
  }

  static ObjectNode data(JsonNode event) {
    return (ObjectNode) event.get("data");
  }

  static ObjectNode recipient(JsonNode event) {
    return (ObjectNode) event.at("/data/recipient");
  }

  static String link(JsonNode event) {
    return event.at("/data/revealUrl").asText();
  }

  void publish(JsonNode event) {
    publish(event.get("type").asText(), event.toString());
  }

  /** Publishes as soon as the service's queue is bound, and waits until the broker has it. */
  void publish(String type, String body) {
    await()
        .until(
            () -> {
              try (Channel probe = connection.createChannel()) {
                probe.queueDeclarePassive("notification-service.events");
                return true;
              } catch (IOException | TimeoutException notYet) {
                return false;
              }
            });
    try {
      channel.basicPublish(
          "rollingpaper",
          type,
          true,
          new BasicProperties.Builder()
              .contentType("application/json")
              .deliveryMode(2)
              .type(type)
              .build(),
          body.getBytes(StandardCharsets.UTF_8));
      assertThat(channel.waitForConfirms(5_000)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    } catch (IOException | TimeoutException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Begins without what earlier tests left. */
  void forgetDeadLetters() {
    try (Channel own = connection.createChannel()) {
      own.queuePurge("notification-service.dead");
    } catch (IOException | TimeoutException none) {
      // Then there are none.
    }
  }

  long deadLetters() {
    try (Channel own = connection.createChannel()) {
      return own.messageCount("notification-service.dead");
    } catch (IOException | TimeoutException none) {
      return 0;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
