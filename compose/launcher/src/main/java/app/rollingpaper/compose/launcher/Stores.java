package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.DatabaseProvisioner;
import app.rollingpaper.compose.embedded.DatabaseUrl;
import app.rollingpaper.compose.embedded.EmbeddedBroker;
import app.rollingpaper.compose.embedded.EmbeddedPostgres;
import app.rollingpaper.compose.embedded.EmbeddedRedis;
import app.rollingpaper.compose.embedded.Mailbox;
import app.rollingpaper.compose.embedded.Place;
import app.rollingpaper.compose.embedded.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Where the data, the cache, the messages and the mail of this run are: in embedded parts, except where the environment
 * names a real server.
 */
final class Stores implements AutoCloseable {
  static final String POSTGRES = "postgres";
  static final String REDIS = "redis";
  static final String BROKER = "broker";
  private static final String DATABASE = "rollingpaper";
  private static final int USUAL_MAILBOX_PORT = 8025;
  private static final String TRAINING = "training";
  private static final String NOWHERE = "127.0.0.1:1";
  private static final int CONNECT_MILLIS = 5_000;

  private final Home home;
  private final Map<String, String> environment;
  private final Supervisor supervisor;
  private final Tasks tasks;
  private final Set<String> embedded = new ConcurrentSkipListSet<>();
  private final List<Tasks.Pending<Boolean>> late = new CopyOnWriteArrayList<>();
  private volatile @Nullable Mailbox mailbox;

  Stores(Home home, Map<String, String> environment, Supervisor supervisor, Tasks tasks) {
    this.home = home;
    this.environment = environment;
    this.supervisor = supervisor;
    this.tasks = tasks;
  }

  /** What a service has to be told. */
  record Addresses(
      Map<ServiceKind, DatabaseUrl> databases,
      Optional<DatabaseUrl> databaseAdmin,
      String redis,
      String amqp,
      String mail,
      Optional<String> mailbox,
      String embedded) {}

  /**
   * Starts what is embedded, all at once, and returns when every service has its own database and whatever else it cannot
   * start without.
   *
   * @param redis which others wait for too
   */
  Addresses start(Tasks.Pending<String> redis) {
    Tasks.Pending<Databases> databases = tasks.begin(this::databases);
    Tasks.Pending<String> amqp = tasks.begin(this::amqp);
    Tasks.Pending<String> mail = tasks.begin(this::mail);
    Databases found = databases.await();
    return new Addresses(
        found.own(),
        found.admin(),
        redis.await(),
        amqp.await(),
        mail.await(),
        Optional.ofNullable(mailbox).map(Mailbox::webUrl),
        String.join(",", embedded));
  }

  /**
   * The same for programs that are only tried: a database beside the real one, and neither events nor mail. Empty where the
   * database server is not ours to put one on.
   */
  Optional<Addresses> forTraining(Addresses real) {
    if (!embedded.contains(POSTGRES) || real.databaseAdmin().isEmpty()) {
      return Optional.empty();
    }
    DatabaseUrl admin = real.databaseAdmin().get();
    Map<ServiceKind, DatabaseUrl> own = new EnumMap<>(ServiceKind.class);
    try {
      DatabaseProvisioner provisioner =
          new DatabaseProvisioner(new DatabaseProvisioner(admin).create(TRAINING));
      for (ServiceKind kind : ServiceKind.values()) {
        own.put(kind, provisioner.provision(kind.schema(), kind.role(), passwordOf(kind, admin)));
      }
    } catch (SQLException failure) {
      throw new CannotStart("The database for training could not be made.", failure);
    }
    return Optional.of(
        new Addresses(
            own,
            Optional.empty(),
            real.redis(),
            "amqp://nobody:nobody@" + NOWHERE,
            "smtp://" + NOWHERE,
            Optional.empty(),
            real.embedded()));
  }

  /** What may still be starting, for whoever waits for everything. */
  List<Tasks.Pending<Boolean>> late() {
    return late;
  }

  Optional<Mailbox> mailbox() {
    return Optional.ofNullable(mailbox);
  }

  @Override
  public void close() {
    Mailbox started = mailbox;
    if (started != null) {
      started.close();
    }
  }

  private record Databases(Map<ServiceKind, DatabaseUrl> own, Optional<DatabaseUrl> admin) {}

  private Databases databases() {
    Map<ServiceKind, DatabaseUrl> own = new EnumMap<>(ServiceKind.class);
    List<ServiceKind> without = new ArrayList<>();
    for (ServiceKind kind : ServiceKind.values()) {
      given(kind.name() + "_DATABASE_URL")
          .map(DatabaseUrl::parse)
          .ifPresentOrElse(url -> own.put(kind, url), () -> without.add(kind));
    }
    if (without.isEmpty()) {
      return new Databases(own, Optional.empty());
    }
    DatabaseUrl admin =
        given("DATABASE_URL").map(DatabaseUrl::parse).orElseGet(this::embeddedPostgres);
    try {
      DatabaseProvisioner server = new DatabaseProvisioner(admin);
      // The server's own database stays as it is; ours lies beside it.
      DatabaseUrl database =
          admin.jdbcUrl().matches(".*/postgres(\\?.*)?") ? server.create(DATABASE) : admin;
      DatabaseProvisioner provisioner = new DatabaseProvisioner(database);
      for (ServiceKind kind : without) {
        own.put(kind, provisioner.provision(kind.schema(), kind.role(), passwordOf(kind, admin)));
      }
      return new Databases(own, Optional.of(database));
    } catch (SQLException failure) {
      throw new CannotStart(
          "The services' databases could not be prepared on " + admin + ": " + failure.getMessage(),
          failure);
    }
  }

  private DatabaseUrl embeddedPostgres() {
    EmbeddedPostgres postgres = new EmbeddedPostgres(place(POSTGRES));
    embedded.add(POSTGRES);
    supervisor.start(new StoreMember(POSTGRES, postgres));
    return postgres.adminUrl();
  }

  /** Starts Redis where it is embedded, and tells its address. */
  String redis() {
    return given("REDIS_URL")
        .map(url -> answering("REDIS_URL", url, 6379))
        .orElseGet(
            () -> {
              EmbeddedRedis redis = new EmbeddedRedis(place(REDIS));
              embedded.add(REDIS);
              supervisor.start(new StoreMember(REDIS, redis));
              return redis.url();
            });
  }

  private String amqp() {
    return given("AMQP_URL")
        .map(url -> answering("AMQP_URL", url, 5672))
        .orElseGet(
            () -> {
              EmbeddedBroker broker = new EmbeddedBroker(place(BROKER));
              // Services start without it and find it when it is there.
              String url = broker.url();
              embedded.add(BROKER);
              late.add(tasks.run(() -> supervisor.start(new StoreMember(BROKER, broker))));
              return url;
            });
  }

  private String mail() {
    return given("SMTP_URL")
        .map(url -> answering("SMTP_URL", url, 25))
        .orElseGet(
            () -> {
              Mailbox started =
                  new Mailbox(
                      home.directory("mail"), Ports.free(), Ports.freeLike(USUAL_MAILBOX_PORT));
              started.start();
              mailbox = started;
              embedded.add("mailbox");
              return started.smtpUrl();
            });
  }

  private Place place(String name) {
    return new Place(home.directory(name), 0, home.log(name).path());
  }

  private Optional<String> given(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static String answering(String variable, String url, int usualPort) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException malformed) {
      throw new CannotStart(variable + " is not a URL.");
    }
    // A list of hosts (Sentinel, Cluster) has no single one; the services will find out.
    if (uri.getHost() == null) {
      return url;
    }
    int port = uri.getPort() < 0 ? usualPort : uri.getPort();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
      return url;
    } catch (IOException silent) {
      throw new CannotStart(
          variable + ": nothing answers at " + uri.getHost() + ":" + port + ".", silent);
    }
  }

  // Made from the administrator's password, so that launchers which share a server agree without a
  // word.
  private static String passwordOf(ServiceKind kind, DatabaseUrl admin) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              ("role:" + admin.password()).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] digest =
          mac.doFinal(kind.role().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
