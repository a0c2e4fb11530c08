package app.rollingpaper.compose.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerTest {
  private static final String QUEUE = "kept";

  @TempDir static Path directory;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = new EmbeddedBroker(Place.in(directory.resolve("broker")));
    broker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  @Tag("A01")
  void aConfirmedMessageSurvivesARestart() throws Exception {
    publish("hello");
    broker.stop();
    broker.start();
    assertThat(take()).isEqualTo("hello");
  }

  @Test
  @Tag("A01")
  void aConfirmedMessageSurvivesAKill() throws Exception {
    publish("hello");
    broker.kill();
    assertThat(broker.isRunning()).isFalse();
    broker.start();
    assertThat(take()).isEqualTo("hello");
  }

  @Test
  void aWrongPasswordIsRefused() {
    assertThatThrownBy(() -> connect(broker.url().replaceFirst(":[0-9a-f]+@", ":guess@")))
        .isInstanceOf(PossibleAuthenticationFailureException.class);
  }

  private void publish(String text) throws Exception {
    try (Connection connection = connect(broker.url());
        Channel channel = connection.createChannel()) {
      channel.queueDeclare(QUEUE, true, false, false, null);
      channel.confirmSelect();
      channel.basicPublish(
          "",
          QUEUE,
          MessageProperties.PERSISTENT_TEXT_PLAIN,
          text.getBytes(StandardCharsets.UTF_8));
      channel.waitForConfirmsOrDie(10_000);
    }
  }

  private String take() throws Exception {
    try (Connection connection = connect(broker.url());
        Channel channel = connection.createChannel()) {
      GetResponse response = channel.basicGet(QUEUE, true);
      assertThat(response).isNotNull();
      return new String(response.getBody(), StandardCharsets.UTF_8);
    }
  }

  private static Connection connect(String url) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(url);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }
}
