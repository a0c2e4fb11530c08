package app.rollingpaper.compose.suites.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Mails;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.People;
import app.rollingpaper.compose.suites.Person;
import app.rollingpaper.compose.suites.load.DeploySystem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events between services of two versions, in both directions. */
@Tag("G08")
final class EventContractTest {
  private static final String EXCHANGE = "rollingpaper";
  private static final List<String> TYPES =
      List.of("user.registered.v1", "paper.sealed.v1", "paper.delivered.v1", "paper.thanked.v1");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(60);

  private final RollingPaper system = DeploySystem.get();
  private final Client client = new Client(system.gatewayUrl());
  private final People people = new People(client);
  private final Mails mails = new Mails(system.mailboxUrl().orElseThrow());
  private final String tag = UUID.randomUUID().toString();
  private final String ownerEmail = "owner-" + tag + "@example.org";
  private final String recipientEmail = "recipient-" + tag + "@example.org";

  @Test
  void whatIsToldCanStillBeReadByServicesOfTheFormerVersion() throws Exception {
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      String queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, EXCHANGE, "#");
      Person owner = people.signUp(ownerEmail, "지우", "ko");
      Paper paper = people.open(owner, "events", recipientEmail, "ko");
      people.turn(paper, "seal");
      people.turn(paper, "deliver");
      await().atMost(SOON).until(() -> !mails.to(recipientEmail).isEmpty());
      URI reveal = mails.to(recipientEmail).getFirst().link();
      Person recipient = people.arrive(reveal, "민준");
      client
          .post(paper.path("/thanks"))
          .as(recipient)
          .json(Map.of("text", "모두 고마워요"))
          .send()
          .expect(200);

      List<String> keys = List.of(owner.author().toString(), paper.id().toString());
      Map<String, JsonNode> told = new LinkedHashMap<>();
      await()
          .atMost(SOON)
          .until(
              () -> {
                take(channel, queue, keys, told);
                return told.size() == TYPES.size();
              });
      Contract.keeps("events", told);
    }
  }

  @Test
  void whatServicesOfTheFormerVersionTellIsUnderstood() throws Exception {
    Person owner = people.signUp(ownerEmail, "지우", "ko");
    JsonNode former = Contract.former("events");
    JsonNode delivered = former.path("paper.delivered.v1").path("data");
    String told =
        former
            .toString()
            .replace(delivered.path("ownerId").asText(), owner.author().toString())
            .replace(delivered.path("paperId").asText(), UUID.randomUUID().toString())
            .replace(
                former.path("user.registered.v1").path("data").path("email").asText(), ownerEmail)
            .replace(delivered.path("recipient").path("email").asText(), recipientEmail);
    for (JsonNode event : former) {
      told = told.replace(event.path("id").asText(), UUID.randomUUID().toString());
    }
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      for (Map.Entry<String, JsonNode> event : JSON.readTree(told).properties()) {
        channel.basicPublish(
            EXCHANGE,
            event.getKey(),
            MessageProperties.PERSISTENT_BASIC,
            event.getValue().toString().getBytes(StandardCharsets.UTF_8));
      }
      channel.waitForConfirmsOrDie(SOON.toMillis());
    }
    await().atMost(SOON).until(() -> inbox(owner).size() == 3);
    assertThat(inbox(owner)).containsExactlyInAnyOrder("sealed", "delivered", "thanked");
    await().atMost(SOON).until(() -> !mails.to(recipientEmail).isEmpty());
    assertThat(mails.to(recipientEmail).getFirst().link().getFragment())
        .isEqualTo(URI.create(delivered.path("revealUrl").asText()).getFragment());
  }

  private List<String> inbox(Person owner) throws IOException {
    return client
        .get("/api/inbox")
        .as(owner)
        .send()
        .expect(200)
        .json()
        .path("items")
        .findValuesAsText("kind");
  }

  private Connection connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(system.amqpUrl());
    return factory.newConnection();
  }

  /** The system is shared: events of others are passed over. */
  private static void take(
      Channel channel, String queue, List<String> keys, Map<String, JsonNode> told)
      throws IOException {
    GetResponse message = channel.basicGet(queue, true);
    while (message != null) {
      JsonNode event = JSON.readTree(message.getBody());
      if (keys.contains(event.path("key").asText())) {
        told.put(event.path("type").asText(), event);
      }
      message = channel.basicGet(queue, true);
    }
  }
}
