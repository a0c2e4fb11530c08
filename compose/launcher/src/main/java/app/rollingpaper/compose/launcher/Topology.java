package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.DatabaseUrl;
import app.rollingpaper.compose.embedded.Programs;
import app.rollingpaper.compose.embedded.Urgency;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which programs there are and with which command line and environment each is run. */
final class Topology {
  static final String GATEWAY = "gateway";

  /** The C library keeps what was freed for each thread that ever asked; few arenas keep less. */
  private static final String ARENAS = "MALLOC_ARENA_MAX";

  private static final String FEW = "2";

  /**
   * Threads that run what the gateway does, or virtual threads of paper-service: half of the processors, because several
   * programs share them. With a thread for each processor, who has something to do wakes the others for nothing.
   */
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private static final String WARM_UP = "RP_HTTP_WARM_UP";
  private static final String SERVICE_SETTINGS = "RP_";
  private static final String GATEWAY_SETTINGS = "GATEWAY_";
  private static final String REDIS_FILE = "GATEWAY_REDIS_URL_FILE";

  private static final List<String> STORE_SETTINGS =
      List.of("DATABASE_URL", "REDIS_URL", "AMQP_URL", "SMTP_URL");

  private final Options options;
  private final Home home;
  private final int gatewayPort;
  private final OperatorToken token;
  private final Path listing;
  private final String mark;
  private final Function<Release, List<String>> machine;
  private final AtomicInteger programs = new AtomicInteger();

  /**
   * @param listing from which the gateway knows the instances
   * @param mark added to the names of processes that are not to be taken for others
   * @param machine the virtual machine with what only the launcher knows to tell it
   */
  private Topology(
      Options options,
      Home home,
      int gatewayPort,
      OperatorToken token,
      Path listing,
      String mark,
      Function<Release, List<String>> machine) {
    this.options = options;
    this.home = home;
    this.gatewayPort = gatewayPort;
    this.token = token;
    this.listing = listing;
    this.mark = mark;
    this.machine = machine;
  }

  /** The system that people use; programs start from their AOT caches where there are any. */
  static Topology of(Options options, Home home, int gatewayPort, AotCaches caches) {
    return new Topology(
        options,
        home,
        gatewayPort,
        home.operatorToken(),
        home.instancesFile(),
        "",
        release -> command(List.of(), caches.use(release)));
  }

  /** The same programs beside those, least urgent, writing their AOT caches when they end. */
  Topology inTraining(int port, Path trainees, AotCaches caches) {
    return new Topology(
        options,
        home,
        port,
        token,
        trainees,
        "-training",
        release -> command(Urgency.least(), caches.train(release)));
  }

  private static List<String> command(List<String> before, List<String> flags) {
    List<String> command = new ArrayList<>(before);
    command.add(Programs.java().toString());
    command.addAll(flags);
    return command;
  }

  /** Where the programs' options for the virtual machine are. */
  static Path optionFiles(Path root) {
    return root.resolve("compose/launcher/jvm");
  }

  /** The one address that people use. */
  String gatewayUrl() {
    return "http://localhost:" + gatewayPort;
  }

  /** The gateway with an admin port of this one's own: two of them share the public port while one takes over. */
  ServiceProcess.Program gateway(Release release, int adminPort, String redis) {
    Map<String, String> environment = new HashMap<>();
    options
        .environment()
        .forEach(
            (setting, value) -> {
              if (setting.startsWith(GATEWAY_SETTINGS)) {
                environment.put(setting, value);
              }
            });
    if (!environment.containsKey(REDIS_FILE)) {
      environment.putIfAbsent("GATEWAY_REDIS_URL", redis);
    }
    environment.put(ARENAS, FEW);
    environment.put("GATEWAY_PORT", Integer.toString(gatewayPort));
    environment.put("GATEWAY_ADMIN_PORT", Integer.toString(adminPort));
    environment.put("GATEWAY_INSTANCES_FILE", listing.toString());
    environment.put("GATEWAY_OPERATOR_TOKEN", token.secret());
    return program(
        GATEWAY + mark,
        release,
        List.of("-Dreactor.netty.ioWorkerCount=" + THREADS),
        environment,
        Map.of(),
        gatewayPort,
        adminPort);
  }

  ServiceProcess.Program service(Seat seat, Stores.Addresses stores) {
    ServiceKind kind = seat.kind();
    DatabaseUrl database = Optional.ofNullable(stores.databases().get(kind)).orElseThrow();
    Map<String, String> environment = new HashMap<>();
    environment.put(ARENAS, FEW);
    environment.put("RP_PROFILE", "dev");
    environment.put("RP_PUBLIC_URL", gatewayUrl());
    chosenByPeople(kind, environment);
    environment.put("RP_EMBEDDED_STORES", stores.embedded());
    environment.put("RP_HTTP_PORT", Integer.toString(seat.port()));
    environment.put("RP_HTTP_ADMIN_PORT", Integer.toString(seat.adminPort()));
    environment.put("RP_DATABASE_URL", database.jdbcUrl());
    environment.put("RP_DATABASE_USER", database.user());
    environment.put("RP_DATABASE_PASSWORD", database.password());
    environment.put("RP_AMQP_URL", stores.amqp());
    environment.put(
        "RP_AUTH_JWKS_URL", "http://127.0.0.1:" + gatewayPort + "/.well-known/jwks.json");
    if (kind.usesRedis()) {
      environment.put("RP_REDIS_URL", stores.redis());
    }
    if (kind.sendsMail()) {
      environment.put("RP_MAIL_URL", stores.mail());
    }
    return program(
        seat.name() + mark,
        seat.release(),
        carriers(kind),
        environment,
        environment.containsKey(WARM_UP) ? Map.of() : Map.of(WARM_UP, "0s"),
        seat.port(),
        seat.adminPort());
  }

  /** Of the services only paper-service is asked so often that it matters; user-service hashes passwords meanwhile. */
  private static List<String> carriers(ServiceKind kind) {
    return kind == ServiceKind.PAPER
        ? List.of("-Djdk.virtualThreadScheduler.parallelism=" + THREADS)
        : List.of();
  }

  /** Fails with a sentence when something is not built. */
  void requireJars() {
    jar(GATEWAY);
    for (ServiceKind kind : ServiceKind.values()) {
      jar(kind.serviceName());
    }
  }

  /** The jar of a program as it was built. */
  Path jar(String module) {
    Path jar = options.root().resolve(module).resolve("target").resolve(module + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new CannotStart(jar + " is missing: build it with ./mvnw -Pfast -DskipTests package");
    }
    return jar;
  }

  private ServiceProcess.Program program(
      String name,
      Release release,
      List<String> flags,
      Map<String, String> environment,
      Map<String, String> inAHurry,
      int port,
      int adminPort) {
    // Two processes may have one name while one takes over from the other.
    String process = name + "." + programs.incrementAndGet();
    List<String> whatToRun = new ArrayList<>(flags);
    whatToRun.addAll(
        List.of(
            Home.mark(process),
            "@" + optionFiles(options.root()).resolve(release.program() + ".options"),
            "-jar",
            release.jar().toString(),
            "serve"));
    return new ServiceProcess.Program(
        name,
        () -> Stream.concat(machine.apply(release).stream(), whatToRun.stream()).toList(),
        environment,
        inAHurry,
        withheld(),
        port,
        adminPort,
        home.directory("run"),
        home.log(name),
        home.pidFile(process));
  }

  // RP_X is for every service, PAPER_RP_X for one.
  private void chosenByPeople(ServiceKind kind, Map<String, String> environment) {
    options
        .environment()
        .forEach(
            (name, value) -> {
              if (name.startsWith(SERVICE_SETTINGS)) {
                environment.put(name, value);
              }
            });
    String own = kind.name() + "_" + SERVICE_SETTINGS;
    options
        .environment()
        .forEach(
            (name, value) -> {
              if (name.startsWith(own)) {
                environment.put(name.substring(kind.name().length() + 1), value);
              }
            });
  }

  // Nobody inherits what was meant for somebody else.
  private static Set<String> withheld() {
    return System.getenv().keySet().stream()
        .filter(
            name ->
                name.startsWith(GATEWAY_SETTINGS)
                    || name.contains(SERVICE_SETTINGS)
                    || STORE_SETTINGS.stream()
                        .anyMatch(setting -> name.equals(setting) || name.endsWith("_" + setting)))
        .collect(Collectors.toSet());
  }
}
