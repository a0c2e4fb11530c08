package app.rollingpaper.paper;

import app.rollingpaper.common.auth.TokenVerifier;
import app.rollingpaper.common.auth.User;
import app.rollingpaper.common.config.Configuration;
import app.rollingpaper.common.redis.RedisAddress;
import app.rollingpaper.compose.embedded.testing.TestBroker;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import app.rollingpaper.compose.embedded.testing.TestRedis;
import app.rollingpaper.paper.live.LiveBus;
import app.rollingpaper.paper.live.RedisLiveBus;
import java.time.Clock;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The whole service in this process, on a real database and a real broker, with what tests need to use it. */
final class RunningService implements AutoCloseable {
  private static final AtomicInteger PEOPLE = new AtomicInteger();

  final Tokens tokens = new Tokens();
  final TestDatabase database;
  final PaperServer server;

  RunningService() {
    this(TestPostgres.freshDatabase("paper", "paper_service"), Map.of());
  }

  RunningService(TestDatabase database, Map<String, String> settings) {
    this(database, settings, bus -> bus);
  }

  /** With something between the instance and its bus. */
  RunningService(
      TestDatabase database, Map<String, String> settings, UnaryOperator<LiveBus> between) {
    this(database, settings, between, Clock.systemUTC());
  }

  /** With a clock of the test's. */
  RunningService(
      TestDatabase database,
      Map<String, String> settings,
      UnaryOperator<LiveBus> between,
      InstantSource clock) {
    this.database = database;
    PaperConfig config = Configuration.read(environment(database, settings)).as(PaperConfig.class);
    server =
        PaperServer.start(
            config,
            clock,
            new TokenVerifier(config.auth(), Clock.systemUTC(), tokens.published()),
            between.apply(new RedisLiveBus(RedisAddress.parse(config.redis().url().reveal()))));
  }

  /** One service for all tests that need nothing of their own. */
  static RunningService shared() {
    return Shared.SERVICE;
  }

  private static final class Shared {
    static final RunningService SERVICE = new RunningService();
  }

  static Map<String, String> environment(TestDatabase database, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("RP_PROFILE", "test");
    environment.put("RP_HTTP_PORT", "0");
    environment.put("RP_HTTP_ADMIN_PORT", "0");
    environment.put("RP_HTTP_WARM_UP", "0s");
    environment.put("RP_HTTP_DRAIN_DELAY", "0s");
    environment.put("RP_DATABASE_URL", database.jdbcUrl());
    environment.put("RP_DATABASE_USER", database.user());
    environment.put("RP_DATABASE_PASSWORD", database.password());
    environment.put("RP_AMQP_URL", TestBroker.url());
    environment.put("RP_REDIS_URL", TestRedis.url());
    environment.put("RP_LIVE_DRAIN_SPREAD", "200ms");
    environment.putAll(settings);
    return environment;
  }

  static User person(String name) {
    return new User(
        UUID.randomUUID(), "person" + PEOPLE.incrementAndGet() + "@example.org", name, "ko");
  }

  /** Somebody who is not signed in. */
  Api anonymous() {
    return new Api(server.port(), Map.of());
  }

  Api as(User user) {
    return anonymous().as(tokens.of(user));
  }

  /** A figure of this instance, as operators see it. */
  double figure(String name) {
    Api.Answer answer = new Api(server.adminPort(), Map.of()).text("/metrics");
    return answer
        .plain()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** A new paper of a new owner. */
  TestPaper paper() {
    return paper("recipient@example.org");
  }

  TestPaper paper(String recipientEmail) {
    User owner = person("지우");
    String body =
        """
        {"title": "민준아, 생일 축하해! 🎂", "recipient": {"name": "민준", "email": "%s", "locale": "ko"},
         "occasion": "birthday", "theme": "confetti", "zone": "Asia/Seoul"}
        """
            .formatted(recipientEmail);
    Api.Answer opened = as(owner).post("/api/papers", body);
    if (opened.status() != 201) {
      throw new IllegalStateException("no paper: " + opened.body());
    }
    return new TestPaper(this, opened.text("id"), as(owner));
  }

  /** A paper as its owner has it. */
  record TestPaper(RunningService service, String id, Api owner) {
    String path() {
      return "/api/papers/" + id;
    }

    String secret(String kind) {
      Api.Answer link = owner.post(path() + "/links", "{\"kind\": \"" + kind + "\"}");
      if (link.status() != 201) {
        throw new IllegalStateException("no link: " + link.body());
      }
      return link.text("url").replaceFirst(".*#", "");
    }

    /** Somebody who came by a new link of this kind. */
    Api guest(String kind, String name) {
      Api.Answer arrival =
          service
              .anonymous()
              .post(
                  path() + "/guests",
                  "{\"secret\": \"" + secret(kind) + "\", \"name\": \"" + name + "\"}");
      if (arrival.status() != 201) {
        throw new IllegalStateException("did not come in: " + arrival.body());
      }
      return service.anonymous().as(arrival.text("token"));
    }

    Api writer(String name) {
      return guest("write", name);
    }

    /** A new note of somebody. */
    String note(Api author, String text) {
      Api.Answer added = author.post(path() + "/notes", "{\"text\": \"" + text + "\"}");
      if (added.status() != 201) {
        throw new IllegalStateException("no note: " + added.body());
      }
      return added.text("id");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
