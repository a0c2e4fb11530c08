package app.rollingpaper.notification;

import app.rollingpaper.common.auth.TokenVerifier;
import app.rollingpaper.common.auth.User;
import app.rollingpaper.common.config.Configuration;
import app.rollingpaper.common.db.Database;
import app.rollingpaper.common.event.Broker;
import app.rollingpaper.common.event.Outbox;
import app.rollingpaper.common.event.OutboxRelay;
import app.rollingpaper.common.http.Json;
import app.rollingpaper.common.program.Metrics;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.compose.embedded.Mailbox;
import app.rollingpaper.compose.embedded.testing.TestBroker;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The whole service in this process on real servers, with a mailbox, and another service that tells it things. */
final class RunningService implements AutoCloseable {
  final Tokens tokens = new Tokens();
  final Mailbox mailbox;
  final NotificationServer server;
  private final Database elsewhere;
  private final Broker broker;
  private final OutboxRelay relay;
  private final Outbox outbox;

  private RunningService() {
    mailbox = new Mailbox(folder(), 0, 0);
    mailbox.start();
    server =
        start(TestPostgres.freshDatabase("notification", "notification_service"), TestBroker.url());

    Map<String, String> other =
        environment(
            TestPostgres.freshDatabase("notification", "notification_service"),
            TestBroker.url(),
            mailbox);
    NotificationConfig config = Configuration.read(other).as(NotificationConfig.class);
    elsewhere = new Database(config.database(), "elsewhere", Metrics.registry());
    elsewhere.migrate();
    broker = new Broker(config.amqp(), "elsewhere");
    outbox = new Outbox(Ids.timeOrdered(), InstantSource.system(), Json.mapper());
    relay = new OutboxRelay(elsewhere.jdbi(), broker, outbox);
    relay.start();
  }

  static RunningService shared() {
    return Shared.SERVICE;
  }

  private static final class Shared {
    static final RunningService SERVICE = new RunningService();
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory(Path.of("target"), "mailbox");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  NotificationServer start(TestDatabase database, String amqpUrl) {
    NotificationConfig config =
        Configuration.read(environment(database, amqpUrl, mailbox)).as(NotificationConfig.class);
    InstantSource clock = InstantSource.system();
    return NotificationServer.start(
        config, clock, new TokenVerifier(config.auth(), clock, tokens.published()));
  }

  private static Map<String, String> environment(
      TestDatabase database, String amqpUrl, Mailbox mailbox) {
    Map<String, String> environment = new HashMap<>();
    environment.put("RP_PROFILE", "test");
    environment.put("RP_HTTP_PORT", "0");
    environment.put("RP_HTTP_ADMIN_PORT", "0");
    environment.put("RP_HTTP_DRAIN_DELAY", "0s");
    environment.put("RP_DATABASE_URL", database.jdbcUrl());
    environment.put("RP_DATABASE_USER", database.user());
    environment.put("RP_DATABASE_PASSWORD", database.password());
    environment.put("RP_DATABASE_POOL_SIZE", "3");
    environment.put("RP_AMQP_URL", amqpUrl);
    environment.put("RP_MAIL_URL", mailbox.smtpUrl());
    environment.put("RP_MAIL_FIRST_RETRY", "100ms");
    return environment;
  }

  /** The data of a contract, to be changed and told. */
  static ObjectNode data(String type) {
    try (InputStream golden =
        RunningService.class.getResourceAsStream("/contracts/" + type + ".json")) {
      ObjectNode data =
          (ObjectNode) Json.mapper().readTree(Objects.requireNonNull(golden)).path("data");
      if (data.has("paperId")) {
        data.put("paperId", UUID.randomUUID().toString())
            .put("ownerId", UUID.randomUUID().toString());
      }
      return data;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Tells the service something, all the way through an outbox and the broker. */
  void tell(String type, ObjectNode data) {
    elsewhere.jdbi().useTransaction(handle -> outbox.append(handle, type, "key", data));
  }

  Api anonymous() {
    return new Api(server.port(), Map.of());
  }

  Api as(UUID user) {
    return anonymous().as(tokens.of(new User(user, user + "@example.org", "지우", "ko")));
  }

  @Override
  public void close() {
    relay.close();
    broker.close();
    elsewhere.close();
    server.close();
    mailbox.close();
  }
}
