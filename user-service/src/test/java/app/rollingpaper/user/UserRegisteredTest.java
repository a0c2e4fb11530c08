package app.rollingpaper.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.testing.TestBroker;
import app.rollingpaper.user.RunningService.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A01")
final class UserRegisteredTest {
  @Test
  void othersAreToldOfANewAccountAsTheContractShows() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(TestBroker.url());
    TestClock clock = new TestClock();
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.exchangeDeclare("rollingpaper", "topic", true);
      String queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, "rollingpaper", "user.registered.v1");
      try (RunningService service = RunningService.start(clock)) {
        String email = RunningService.newEmail();
        Answer answer =
            service.post(
                "/api/users",
                RunningService.json(
                    Map.of(
                        "email",
                        email,
                        "password",
                        RunningService.PASSWORD,
                        "name",
                        "지우",
                        "locale",
                        "ko")),
                Map.of("X-Request-Id", "the-request-of-this-test"));
        JsonNode event =
            await().until(() -> ownEvent(channel, queue, email), found -> !found.isMissingNode());

        assertThat(shape(event)).isEqualTo(shape(contract()));
        assertThat(UUID.fromString(event.get("id").asText()).version()).isEqualTo(7);
        assertThat(event.get("type").asText()).isEqualTo("user.registered.v1");
        assertThat(Instant.parse(event.get("occurredAt").asText())).isEqualTo(clock.instant());
        assertThat(event.get("key")).isEqualTo(answer.json().get("id"));
        assertThat(event.get("trace").asText()).isEqualTo("the-request-of-this-test");
        assertThat(event.at("/data/userId")).isEqualTo(answer.json().get("id"));
        assertThat(event.at("/data/email").asText()).isEqualTo(email);
        assertThat(event.at("/data/name").asText()).isEqualTo("지우");
        assertThat(event.at("/data/locale").asText()).isEqualTo("ko");
      }
    }
  }

  /** The broker is shared with other tests. */
  private static JsonNode ownEvent(Channel channel, String queue, String email) throws IOException {
    GetResponse response = channel.basicGet(queue, true);
    if (response == null) {
      return RunningService.JSON.missingNode();
    }
    JsonNode event = RunningService.JSON.readTree(response.getBody());
    return event.at("/data/email").asText().equals(email)
        ? event
        : RunningService.JSON.missingNode();
  }

  private static JsonNode contract() throws IOException {
    try (InputStream golden =
        UserRegisteredTest.class.getResourceAsStream("/contracts/user.registered.v1.json")) {
      return RunningService.JSON.readTree(golden);
    }
  }

  /** Which fields there are, and of which kind, without their values. */
  private static Map<String, Object> shape(JsonNode node) {
    Map<String, Object> shape = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      shape.put(field.getKey(), value.isObject() ? shape(value) : value.getNodeType());
    }
    return shape;
  }
}
