package app.rollingpaper.compose.suites.fault;

import app.rollingpaper.compose.embedded.DatabaseUrl;
import app.rollingpaper.compose.embedded.EmbeddedBroker;
import app.rollingpaper.compose.embedded.EmbeddedPart;
import app.rollingpaper.compose.embedded.EmbeddedPostgres;
import app.rollingpaper.compose.embedded.EmbeddedRedis;
import app.rollingpaper.compose.embedded.Place;
import app.rollingpaper.compose.embedded.Signal;
import app.rollingpaper.compose.launcher.Options;
import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.launcher.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The whole system on stores of its own, with a {@link FaultProxy} in front of everything that is spoken to: the gateway, each
 * instance of paper-service (for the gateway and for those who pass it by), PostgreSQL, Redis and the broker.
 */
public final class ProxiedSystem implements AutoCloseable {
  public static final String GATEWAY = "gateway";
  public static final String POSTGRES = "postgres";
  public static final String REDIS = "redis";
  public static final String BROKER = "broker";

  private final EmbeddedPostgres postgres;
  private final EmbeddedRedis redis;
  private final EmbeddedBroker broker;
  private final Map<String, FaultProxy> proxies = new LinkedHashMap<>();
  private final List<String> papers = new ArrayList<>();
  private final long seed;
  private final RollingPaper system;

  private ProxiedSystem(
      Path data, int instances, long seed, Map<String, String> settings, Consumer<String> news) {
    this.seed = seed;
    this.postgres = new EmbeddedPostgres(Place.in(data.resolve("stores/postgres")));
    this.redis = new EmbeddedRedis(Place.in(data.resolve("stores/redis")));
    this.broker = new EmbeddedBroker(Place.in(data.resolve("stores/broker")));
    boolean started = false;
    try {
      Stream.of(postgres, redis, broker).parallel().forEach(EmbeddedPart::start);
      Map<String, String> environment = new HashMap<>(settings);
      DatabaseUrl admin = postgres.adminUrl();
      environment.put(
          "DATABASE_URL",
          "postgresql://"
              + admin.user()
              + ":"
              + URLEncoder.encode(admin.password(), StandardCharsets.UTF_8)
              + "@127.0.0.1:"
              + proxy(POSTGRES, postgres.port())
              + "/postgres");
      environment.put("REDIS_URL", "redis://127.0.0.1:" + proxy(REDIS, redis.port()));
      environment.put(
          "AMQP_URL",
          broker.url().replace(":" + broker.port(), ":" + proxy(BROKER, broker.port())));
      system =
          RollingPaper.start(
              Options.usual(environment)
                  .withData(data.resolve("system"))
                  .withPort(0)
                  .withFresh()
                  .with(ServiceKind.PAPER, instances),
              news);
      started = true;
    } finally {
      if (!started) {
        endStores();
      }
    }
    interpose();
  }

  /**
   * Starts everything and returns when all of it is ready.
   *
   * @param data a directory for everything, which may hold the rest of an earlier run
   * @param instances of paper-service
   * @param settings as {@code ./run} takes them from the environment
   */
  public static ProxiedSystem start(
      Path data, int instances, long seed, Map<String, String> settings, Consumer<String> news) {
    return new ProxiedSystem(data, instances, seed, settings, news);
  }

  private int proxy(String name, int port) {
    FaultProxy proxy = new FaultProxy(port, seed + proxies.size());
    proxies.put(name, proxy);
    return proxy.port();
  }

  /** Puts proxies before the instances, and tells the gateway of them in the file that it re-reads. */
  private void interpose() {
    proxy(GATEWAY, URI.create(system.gatewayUrl()).getPort());
    Path file = system.data().resolve("run/instances.json");
    try {
      String instances = Files.readString(file);
      int number = 0;
      for (String url : system.instanceUrls(ServiceKind.PAPER)) {
        String name = "paper-" + ++number;
        papers.add(name);
        String proxied = "http://127.0.0.1:" + proxy(name, URI.create(url).getPort());
        instances = instances.replace("\"" + url + "\"", "\"" + proxied + "\"");
      }
      Path beside = file.resolveSibling("instances.json.proxied");
      Files.writeString(beside, instances);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The URL that people use, behind a proxy. */
  public String gatewayUrl() {
    return "http://127.0.0.1:" + proxy(GATEWAY).port();
  }

  /** The gateway's operators' port. */
  public String gatewayAdminUrl() {
    return system.gatewayAdminUrl();
  }

  /** The instances of paper-service, each behind its proxy. */
  public List<String> paperUrls() {
    return papers.stream().map(name -> "http://127.0.0.1:" + proxy(name).port()).toList();
  }

  /** The names of the instances of paper-service. */
  public List<String> papers() {
    return List.copyOf(papers);
  }

  /** Everything that has a proxy. */
  public Set<String> joints() {
    return Set.copyOf(proxies.keySet());
  }

  public FaultProxy proxy(String name) {
    return Optional.ofNullable(proxies.get(name)).orElseThrow();
  }

  /** The database itself, with an account that may read everything. */
  public DatabaseUrl database() {
    return postgres.adminUrl().database("rollingpaper");
  }

  /** The address of Redis itself. */
  public String redisUrl() {
    return redis.url();
  }

  public RollingPaper system() {
    return system;
  }

  /** SIGKILL; it stays down until it is started again. */
  public void kill(String name) {
    store(name).ifPresentOrElse(EmbeddedPart::kill, () -> system.killAndKeepDown(name));
  }

  /** Stops it in order; it stays down until it is started again. */
  public void stop(String name) {
    store(name).ifPresentOrElse(EmbeddedPart::stop, () -> system.stop(name));
  }

  /** Starts what is down, on the same data and ports, and waits until it is ready. */
  public void startAgain(String name) {
    store(name).ifPresentOrElse(EmbeddedPart::start, () -> system.startAgain(name));
  }

  /** SIGSTOP to all its processes: it is there and does nothing. */
  public void hang(String name) {
    signal(name, Signal.STOP);
  }

  /** SIGCONT. */
  public void goOn(String name) {
    signal(name, Signal.CONTINUE);
  }

  private void signal(String name, Signal signal) {
    long pid = store(name).map(EmbeddedPart::pid).orElseGet(() -> system.process(name).pid());
    ProcessHandle.of(pid).stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .forEach(process -> signal.sendTo(process.pid()));
  }

  private Optional<EmbeddedPart> store(String name) {
    return switch (name) {
      case POSTGRES -> Optional.of(postgres);
      case REDIS -> Optional.of(redis);
      case BROKER -> Optional.of(broker);
      default -> Optional.empty();
    };
  }

  @Override
  public void close() {
    proxies.values().forEach(FaultProxy::heal);
    system.close();
    endStores();
  }

  private void endStores() {
    proxies.values().forEach(FaultProxy::close);
    Stream.of(broker, redis, postgres).forEach(EmbeddedPart::close);
  }
}
