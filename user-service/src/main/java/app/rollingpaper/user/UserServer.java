package app.rollingpaper.user;

import app.rollingpaper.common.auth.BearerFilter;
import app.rollingpaper.common.auth.TokenVerifier;
import app.rollingpaper.common.db.Database;
import app.rollingpaper.common.event.Broker;
import app.rollingpaper.common.event.Outbox;
import app.rollingpaper.common.event.OutboxRelay;
import app.rollingpaper.common.http.Health;
import app.rollingpaper.common.http.HttpServer;
import app.rollingpaper.common.http.Json;
import app.rollingpaper.common.http.WarmUp;
import app.rollingpaper.common.program.Metrics;
import app.rollingpaper.common.program.Parts;
import app.rollingpaper.common.program.Program;
import app.rollingpaper.common.program.Service;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.user.account.AccountResource;
import app.rollingpaper.user.account.Accounts;
import app.rollingpaper.user.account.Passwords;
import app.rollingpaper.user.key.KeyResource;
import app.rollingpaper.user.key.SigningKeys;
import app.rollingpaper.user.limit.Limits;
import app.rollingpaper.user.session.PasswordResource;
import app.rollingpaper.user.session.SessionResource;
import app.rollingpaper.user.session.Sessions;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;

/** The user service: put together here, top to bottom, and run by its {@code main}. */
public final class UserServer implements AutoCloseable {
  private static final String NAME = "user-service";

  private final Parts parts = new Parts();
  private final Health health;
  private final HttpServer http;

  static void main(String[] arguments) {
    Program.main(new UserService(), arguments);
  }

  private UserServer(UserConfig config, InstantSource clock) {
    try {
      PrometheusMeterRegistry metrics = Metrics.registry();
      parts.closing(metrics::close);
      ObjectMapper json = Json.mapper();
      Ids ids = Ids.timeOrdered();

      Database database = parts.closing(new Database(config.database(), NAME, metrics));
      database.migrate();

      Broker broker = parts.closing(new Broker(config.amqp(), NAME));
      Outbox outbox = new Outbox(ids, clock, json);
      OutboxRelay relay = parts.closing(new OutboxRelay(database.jdbi(), broker, outbox));
      Gauge.builder("outbox.backlog", relay, OutboxRelay::backlog).register(metrics);
      Gauge.builder("outbox.published", relay, OutboxRelay::published).register(metrics);
      relay.start();

      SigningKeys keys = new SigningKeys(database.jdbi(), config.keys(), ids, clock);
      Limits limits = parts.closing(new Limits(config.redis(), clock, metrics));
      Passwords passwords = parts.closing(new Passwords(config.passwords(), metrics));
      Accounts accounts = new Accounts(database.jdbi(), passwords, outbox, ids, clock);
      Sessions sessions =
          new Sessions(
              database.jdbi(),
              accounts,
              keys,
              config.auth().issuer(),
              limits,
              config.sessions(),
              ids,
              clock);

      health =
          parts
              .closing(new Health())
              .critical("database", database::answers)
              .optional("broker", broker::isConnected)
              .optional("redis", limits::answers);
      http =
          parts.closing(
              new HttpServer(
                  config.http(),
                  json,
                  health,
                  metrics,
                  ids,
                  List.of(
                      new BearerFilter(new TokenVerifier(config.auth(), clock, keys)),
                      new AccountResource(accounts),
                      new SessionResource(sessions),
                      new PasswordResource(sessions),
                      new KeyResource(keys))));
      http.start(warmUp());
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  private static WarmUp warmUp() {
    return new WarmUp()
        .get("/api/users/me", "none")
        .get("/.well-known/jwks.json", "")
        .send("POST", "/api/users", "none", "{\"email\":\"nobody\"}");
  }

  /** Migrates, starts everything and opens the ports. */
  static UserServer start(UserConfig config, InstantSource clock) {
    return new UserServer(config, clock);
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
  static final class UserService implements Service<UserConfig> {
    private static final String ROTATE_KEYS = "rotate-keys";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Class<UserConfig> configuration() {
      return UserConfig.class;
    }

    @Override
    public void migrate(UserConfig config) {
      try (Database database = new Database(config.database(), NAME, Metrics.registry())) {
        database.migrate();
      }
    }

    @Override
    public AutoCloseable start(UserConfig config) {
      return UserServer.start(config, InstantSource.system());
    }

    @Override
    public List<String> commands() {
      return List.of(ROTATE_KEYS);
    }

    @Override
    public boolean run(List<String> command, UserConfig config, PrintStream out) {
      if (!command.equals(List.of(ROTATE_KEYS))) {
        return false;
      }
      try (Database database = new Database(config.database(), NAME, Metrics.registry())) {
        database.migrate();
        SigningKeys keys =
            new SigningKeys(
                database.jdbi(), config.keys(), Ids.timeOrdered(), InstantSource.system());
        out.println("The newest key signs from " + keys.rotate().signsFrom() + ".");
        return true;
      }
    }
  }
}
