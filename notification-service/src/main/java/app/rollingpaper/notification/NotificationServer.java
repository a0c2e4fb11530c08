package app.rollingpaper.notification;

import app.rollingpaper.common.auth.BearerFilter;
import app.rollingpaper.common.auth.TokenVerifier;
import app.rollingpaper.common.db.Database;
import app.rollingpaper.common.event.Broker;
import app.rollingpaper.common.event.DeadLetters;
import app.rollingpaper.common.event.EventConsumer;
import app.rollingpaper.common.http.Health;
import app.rollingpaper.common.http.HttpServer;
import app.rollingpaper.common.http.Json;
import app.rollingpaper.common.program.Metrics;
import app.rollingpaper.common.program.Program;
import app.rollingpaper.common.program.Service;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.notification.inbox.Inbox;
import app.rollingpaper.notification.inbox.InboxResource;
import app.rollingpaper.notification.mail.Mails;
import app.rollingpaper.notification.mail.Postman;
import app.rollingpaper.notification.paper.PaperNews;
import app.rollingpaper.notification.person.People;
import app.rollingpaper.notification.person.Person;
import app.rollingpaper.notification.person.UserRegistered;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** An instance of notification-service: everything it is made of, put together. */
final class NotificationServer implements AutoCloseable {
  private static final String NAME = "notification-service";

  private final Database database;
  private final Broker broker;
  private final EventConsumer consumer;
  private final Postman postman;
  private final Health health;
  private final HttpServer http;

  private NotificationServer(NotificationConfig config, InstantSource clock, TokenVerifier tokens) {
    ObjectMapper json = Json.mapper();
    Ids ids = Ids.timeOrdered();
    PrometheusMeterRegistry metrics = Metrics.registry();

    database = new Database(config.database(), NAME, metrics);
    database.migrate();
    Jdbi jdbi = database.jdbi();
    broker = new Broker(config.amqp(), NAME);

    People people = new People();
    Inbox inbox = new Inbox(config.inbox(), jdbi, clock, ids);
    Mails mails = new Mails(jdbi, config.mail(), clock);
    PaperNews news = new PaperNews(json, inbox, people, mails);
    postman = new Postman(mails, config.mail());
    consumer =
        new EventConsumer(jdbi, broker, NAME, json)
            .subscribe(PaperNews.TYPES, news::handle)
            .subscribe(
                List.of(UserRegistered.TYPE),
                (transaction, event) -> {
                  UserRegistered user = json.treeToValue(event.data(), UserRegistered.class);
                  people.registered(
                      transaction,
                      new Person(
                          user.userId(), user.email(), user.name(), user.locale(), event.occurredAt()));
                });
    Gauge.builder("mail.waiting", mails, Mails::waiting).register(metrics);

    health =
        new Health()
            .critical("database", database::answers)
            .critical("keys", tokens::hasKeys)
            .optional("broker", broker::isConnected);
    http =
        new HttpServer(
            config.http(),
            json,
            health,
            metrics,
            ids,
            List.of(new BearerFilter(tokens), new InboxResource(inbox)));
  }

  /** Starts an instance. */
  static NotificationServer start(NotificationConfig config, InstantSource clock, TokenVerifier tokens) {
    NotificationServer server = new NotificationServer(config, clock, tokens);
    server.consumer.start();
    server.postman.start();
    server.http.start();
    return server;
  }

  /** The public port. */
  int port() {
    return http.port();
  }

  /** The admin port. */
  int adminPort() {
    return http.adminPort();
  }

  @Override
  public void close() {
    http.close();
    consumer.close();
    postman.close();
    broker.close();
    health.close();
    database.close();
  }

  public static void main(String[] arguments) {
    Program.main(new NotificationService(), arguments);
  }

  /** The commands of the program. */
  private static final class NotificationService implements Service<NotificationConfig> {
    private static final int MOST = 1_000;

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Class<NotificationConfig> configuration() {
      return NotificationConfig.class;
    }

    @Override
    public void migrate(NotificationConfig config) {
      try (Database database = new Database(config.database(), NAME, Metrics.registry())) {
        database.migrate();
      }
    }

    @Override
    public AutoCloseable start(NotificationConfig config) {
      InstantSource clock = InstantSource.system();
      return NotificationServer.start(config, clock, new TokenVerifier(config.auth(), clock));
    }

    @Override
    public List<String> commands() {
      return List.of("dead-letters list", "dead-letters replay");
    }

    @Override
    public boolean run(List<String> command, NotificationConfig config, PrintStream out) {
      if (command.size() != 2 || !command.getFirst().equals("dead-letters")) {
        return false;
      }
      try (Broker broker = new Broker(config.amqp(), NAME + " dead-letters")) {
        DeadLetters letters = new DeadLetters(broker, NAME);
        switch (command.getLast()) {
          case "list" -> letters.list(MOST).forEach(out::println);
          case "replay" -> out.println(letters.replay(MOST) + " events were handed over once more.");
          default -> {
            return false;
          }
        }
        return true;
      }
    }
  }
}
