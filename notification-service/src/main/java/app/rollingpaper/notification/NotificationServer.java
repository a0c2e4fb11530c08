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
import app.rollingpaper.common.http.WarmUp;
import app.rollingpaper.common.program.Metrics;
import app.rollingpaper.common.program.Parts;
import app.rollingpaper.common.program.Program;
import app.rollingpaper.common.program.Service;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.notification.inbox.Inbox;
import app.rollingpaper.notification.inbox.InboxResource;
import app.rollingpaper.notification.inbox.InboxSocket;
import app.rollingpaper.notification.inbox.InboxWatch;
import app.rollingpaper.notification.mail.MailSender;
import app.rollingpaper.notification.mail.Mails;
import app.rollingpaper.notification.person.People;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The notification service: put together here, top to bottom, and run by its {@code main}. */
public final class NotificationServer implements AutoCloseable {
  private static final String NAME = "notification-service";
  private static final Duration CHORES = Duration.ofHours(1);

  private final Parts parts = new Parts();
  private final Health health;
  private final HttpServer http;

  static void main(String[] arguments) {
    Program.main(new NotificationService(), arguments);
  }

  private NotificationServer(NotificationConfig config, InstantSource clock, TokenVerifier tokens) {
    try {
      PrometheusMeterRegistry metrics = Metrics.registry();
      parts.closing(metrics::close);
      ObjectMapper json = Json.mapper();
      Ids ids = Ids.timeOrdered();

      Database database = parts.closing(new Database(config.database(), NAME, metrics));
      MailSender sender =
          parts.closing(
              new MailSender(database.jdbi(), config.mail(), config.publicUrl(), metrics));
      database.migrate();
      sender.start();

      Inbox inbox = new Inbox(config.inbox(), database.jdbi(), clock, ids);
      health = parts.closing(new Health());
      InboxWatch watch =
          parts.closing(new InboxWatch(config.inbox(), database.jdbi(), clock, health::draining));
      Gauge.builder("inbox.followers", watch, InboxWatch::count).register(metrics);
      watch.start();
      Mails mails = new Mails(database.jdbi(), config.mail(), clock);
      Listener listener = new Listener(json, new People(), inbox, mails, config.publicUrl());

      Broker broker = parts.closing(new Broker(config.amqp(), NAME));
      parts
          .closing(
              new EventConsumer(database.jdbi(), broker, NAME, json)
                  .subscribe(Listener.TYPES, listener::hear))
          .start();
      parts.closing(new Housekeeping(CHORES, List.of(inbox::removeOld, mails::removeOld))).start();

      health
          .critical("database", database::answers)
          .critical("keys", tokens::hasKeys)
          .optional("broker", broker::isConnected);
      http =
          parts.closing(
              new HttpServer(
                  config.http(),
                  json,
                  health,
                  metrics,
                  ids,
                  List.of(new BearerFilter(tokens), new InboxResource(inbox)),
                  new InboxSocket(watch, tokens, json, config.inbox().heartbeat())));
      http.start(new WarmUp().get("/api/inbox", "none"));
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** Migrates, starts everything and opens the ports. */
  static NotificationServer start(NotificationConfig config, InstantSource clock) {
    return start(config, clock, new TokenVerifier(config.auth(), clock));
  }

  /** With keys from elsewhere. */
  static NotificationServer start(
      NotificationConfig config, InstantSource clock, TokenVerifier tokens) {
    return new NotificationServer(config, clock, tokens);
  }

  /** The public port in use. */
  int port() {
    return http.port();
  }

  /** The admin port in use. */
  int adminPort() {
    return http.adminPort();
  }

  boolean ready() {
    return health.ready();
  }

  /** Ends the parts in the reverse order of their start: requests first, the database last. */
  @Override
  public void close() {
    parts.close();
  }

  /** The service's commands. */
  static final class NotificationService implements Service<NotificationConfig> {
    private static final int SHOWN = 1_000;

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
      return NotificationServer.start(config, InstantSource.system());
    }

    @Override
    public List<String> commands() {
      return List.of(
          "dead-letters list", "dead-letters replay", "failed-mail list", "failed-mail retry");
    }

    @Override
    public boolean run(List<String> command, NotificationConfig config, PrintStream out) {
      switch (String.join(" ", command)) {
        case "dead-letters list" -> {
          try (Broker broker = new Broker(config.amqp(), NAME + " dead-letters")) {
            List<DeadLetters.DeadLetter> letters = new DeadLetters(broker, NAME).list(SHOWN);
            for (DeadLetters.DeadLetter letter : letters) {
              out.println(
                  "id="
                      + letter.id().orElse("-")
                      + " type="
                      + letter.type().orElse("-")
                      + " attempts="
                      + letter.attempts()
                      + " bytes="
                      + letter.bytes()
                      + " reason="
                      + letter.reason());
            }
            out.println(letters.size() + " dead letters.");
          }
        }
        case "dead-letters replay" -> {
          try (Broker broker = new Broker(config.amqp(), NAME + " dead-letters")) {
            out.println(
                new DeadLetters(broker, NAME).replay(Integer.MAX_VALUE)
                    + " dead letters are tried once more.");
          }
        }
        case "failed-mail list" -> {
          try (Database database = new Database(config.database(), NAME, Metrics.registry())) {
            Mails mails = new Mails(database.jdbi(), config.mail(), InstantSource.system());
            mails
                .failed(SHOWN)
                .forEach(
                    mail ->
                        out.println(
                            "id="
                                + mail.id()
                                + " written="
                                + mail.createdAt()
                                + " attempts="
                                + mail.attempts()
                                + " reason="
                                + mail.reason()));
          }
        }
        case "failed-mail retry" -> {
          try (Database database = new Database(config.database(), NAME, Metrics.registry())) {
            Mails mails = new Mails(database.jdbi(), config.mail(), InstantSource.system());
            out.println(mails.retryFailed() + " mails are tried once more.");
          }
        }
        default -> {
          return false;
        }
      }
      return true;
    }
  }
}
