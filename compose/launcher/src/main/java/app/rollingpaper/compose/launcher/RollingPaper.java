package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.DatabaseUrl;
import app.rollingpaper.compose.embedded.Mailbox;
import app.rollingpaper.compose.embedded.Ports;
import app.rollingpaper.compose.embedded.Signal;
import app.rollingpaper.compose.embedded.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole system as processes on this machine: started together, each one started again when it dies, stopped in
 * order. Used by {@code ./run} and by the suites, so that what is tested is what people run. Thread-safe.
 */
public final class RollingPaper implements AutoCloseable {
  private static final int USUAL_ADMIN_PORT = 8081;
  private static final int STORE = 0;
  private static final int SERVICE = 1;
  private static final int EDGE = 2;

  private final Options options;
  private final Consumer<String> news;
  private final Supervisor supervisor;
  private final Tasks tasks = new Tasks();
  // Held by whoever changes which instances there are: one at a time.
  private final ReentrantLock changes = new ReentrantLock();
  private volatile @Nullable Home home;
  private volatile @Nullable Stores stores;
  private volatile @Nullable Running running;
  private volatile AdminPort gatewayAdmin = new AdminPort(USUAL_ADMIN_PORT);

  RollingPaper(Options options, Consumer<String> news) {
    this.options = options;
    this.news = news;
    this.supervisor = new Supervisor(news, this::boundLogs);
  }

  private record Running(
      Topology topology,
      Stores.Addresses addresses,
      Releases releases,
      Release firstGateway,
      Seats seats,
      Instances instances,
      Deploys deploys,
      GatewayDeploys gatewayDeploys,
      GatewayView gateway,
      Training training) {}

  /**
   * One process of the system.
   *
   * @param name such as {@code paper-1}, {@code gateway}, {@code postgres}
   * @param state STARTING, READY, WAITING (ended, to be started again) or DOWN (left down on purpose)
   * @param pid the process id; -1 while there is no process
   * @param where the address it listens on
   * @param restarts how often it was started again after ending by itself
   */
  public record RunningProcess(String name, String state, long pid, String where, int restarts) {}

  /**
   * Starts everything and returns when all of it is ready.
   *
   * @throws CannotStart when something is not; then nothing is left running
   */
  public static RollingPaper start(Options options) {
    return start(options, line -> {});
  }

  /** The same, telling what happens line by line. */
  public static RollingPaper start(Options options, Consumer<String> news) {
    RollingPaper system = new RollingPaper(options, news);
    system.open();
    return system;
  }

  void open() {
    try {
      startAll();
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private void startAll() {
    Home opened = Home.open(options.data(), options.fresh());
    home = opened;
    // Whoever takes any port may share the machine with others of us, and would run for the usual
    // one.
    gatewayAdmin =
        new AdminPort(options.port() == 0 ? Ports.free() : Ports.freeLike(USUAL_ADMIN_PORT));
    AotCaches caches =
        new AotCaches(
            options.root().resolve("target").resolve("aot"), Topology.optionFiles(options.root()));
    Topology topology = Topology.of(options, opened, gatewayPort(), caches);
    topology.requireJars();
    Releases releases = new Releases(opened.directory("releases"));
    Seats seats = new Seats(new InstancesFile(opened.instancesFile()));
    for (ServiceKind kind : ServiceKind.values()) {
      Release first = first(topology, releases, kind.serviceName());
      seats.add(seats.vacant(kind, options.count(kind), first, Colour.BLUE));
    }

    // The gateway comes up beside the rest and is ready as soon as there is somebody to send
    // requests to. It counts in Redis, which is there at once.
    List<Tasks.Pending<Boolean>> starting = new ArrayList<>();
    Release gateway = first(topology, releases, Topology.GATEWAY);
    int adminPort = gatewayAdmin.port();
    Stores opening = new Stores(opened, options.environment(), supervisor, tasks);
    stores = opening;
    Tasks.Pending<String> redis = tasks.begin(opening::redis);
    starting.add(
        tasks.run(
            () ->
                supervisor.start(
                    ServiceProcess.inFront(topology.gateway(gateway, adminPort, redis.await())))));
    Stores.Addresses addresses = opening.start(redis);
    for (Seat seat : seats.all()) {
      starting.add(
          tasks.run(() -> supervisor.start(new ServiceProcess(topology.service(seat, addresses)))));
    }
    starting.addAll(opening.late());
    Tasks.awaitAll(starting);

    GatewayView view = new GatewayView(() -> gatewayAdmin);
    Instances instances =
        new Instances(seats, supervisor, tasks, view, seat -> topology.service(seat, addresses));
    // Before the others came the gateway found nobody, and what it cannot find it spares awhile.
    instances.awaitSeen(seats.all());
    DeployHistory history = new DeployHistory(opened.deploysFile(), InstantSource.system());
    Deploys deploys =
        new Deploys(
            seats,
            instances,
            view,
            new Measurement(view, name -> process(name).pid()),
            releases,
            history);
    GatewayDeploys gatewayDeploys =
        new GatewayDeploys(
            supervisor,
            view,
            gateway,
            (release, port) ->
                ServiceProcess.inFront(topology.gateway(release, port.port(), addresses.redis())),
            port -> gatewayAdmin = port,
            releases,
            history);
    Training training =
        new Training(caches, topology, opened, () -> opening.forTraining(addresses));
    running =
        new Running(
            topology,
            addresses,
            releases,
            gateway,
            seats,
            instances,
            deploys,
            gatewayDeploys,
            view,
            training);
  }

  private Release first(Topology topology, Releases releases, String program) {
    Release first = releases.first(program, topology.jar(program));
    if (releases.hasFormer(program)) {
      news.accept(
          program
              + ": "
              + first.version()
              + ", which was deployed; until something newer is built");
    }
    return first;
  }

  /**
   * Writes the AOT caches by which this build's programs start in half the time, if they are not there yet. Takes a minute of
   * one processor, of what others leave; ends early when the system is closed.
   */
  public void train() {
    Running current = running();
    Map<ServiceKind, Release> services = new EnumMap<>(ServiceKind.class);
    for (ServiceKind kind : ServiceKind.values()) {
      services.put(kind, current.seats().of(kind).getFirst().release());
    }
    current.training().run(services, current.firstGateway());
  }

  /** The URL that people use. */
  public String gatewayUrl() {
    return running().topology().gatewayUrl();
  }

  /** The gateway's operators' port: health, metrics and the instances as it sees them. */
  public String gatewayAdminUrl() {
    return gatewayAdmin.url();
  }

  /** The mailbox's page and API; empty when mail goes to a real server. */
  public Optional<String> mailboxUrl() {
    return running().addresses().mailbox();
  }

  /** The mailbox itself; empty when mail goes to a real server. */
  public Optional<Mailbox> mailbox() {
    return Optional.ofNullable(stores).flatMap(Stores::mailbox);
  }

  /** The database with an account that may read all schemas; empty when every service was given its own. */
  public Optional<DatabaseUrl> databaseAdmin() {
    return running().addresses().databaseAdmin();
  }

  /** The database of one service with the service's own account. */
  public DatabaseUrl database(ServiceKind kind) {
    return Optional.ofNullable(running().addresses().databases().get(kind)).orElseThrow();
  }

  public String redisUrl() {
    return running().addresses().redis();
  }

  public String amqpUrl() {
    return running().addresses().amqp();
  }

  public Path data() {
    return options.data();
  }

  /** The addresses of the instances of a service: for tests that pass by the gateway. */
  public List<String> instanceUrls(ServiceKind kind) {
    return running().seats().of(kind).stream().map(Seat::url).toList();
  }

  /** The names of the instances of a service. */
  public List<String> instanceNames(ServiceKind kind) {
    return running().seats().of(kind).stream().map(Seat::name).toList();
  }

  /** The file with the token that changing anything on the gateway's operators' port takes. */
  public Path operatorToken() {
    return options.data().resolve("run").resolve("operator-token");
  }

  /** The operators' addresses of the instances of a service, in the same order. */
  public List<String> instanceAdminUrls(ServiceKind kind) {
    return running().seats().of(kind).stream().map(seat -> seat.admin().url()).toList();
  }

  /** Every process, stores first. */
  public List<RunningProcess> processes() {
    return supervisor.reports().stream()
        .map(
            report ->
                new RunningProcess(
                    report.name(),
                    report.state().name(),
                    report.pid(),
                    report.where(),
                    report.restarts()))
        .sorted((one, other) -> order(one.name()) - order(other.name()))
        .toList();
  }

  /** The process of that name. */
  public RunningProcess process(String name) {
    return processes().stream()
        .filter(process -> process.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("There is no process " + name));
  }

  /** SIGKILL; the process is started again. */
  public void kill(String name) {
    supervisor.kill(name);
  }

  /** SIGKILL, and it stays down until {@link #startAgain}. */
  public void killAndKeepDown(String name) {
    supervisor.killAndKeepDown(name);
  }

  /** Stops the process in order; it stays down until {@link #startAgain}. */
  public void stop(String name) {
    supervisor.stop(name);
  }

  /** Starts a process that was left down, on the same data and ports, and waits until it is ready. */
  public void startAgain(String name) {
    supervisor.startAgain(name);
  }

  /** Stops the process in order and starts it again. */
  public void restart(String name) {
    supervisor.stop(name);
    supervisor.startAgain(name);
  }

  /** Sends a signal, such as STOP and CONTINUE to let a process hang. */
  public void signal(String name, Signal signal) {
    signal.sendTo(process(name).pid());
  }

  /** Waits until the process is ready again after it was killed; false when it was not within the limit. */
  public boolean awaitReady(String name, Duration limit) {
    return Waiting.until(
        limit,
        () -> {
          RunningProcess process = process(name);
          return process.state().equals(Supervisor.State.READY.name()) && process.pid() > 0;
        });
  }

  /** Runs so many instances of the service: new ones get requests when they are ready, old ones finish first. */
  public void scale(ServiceKind kind, int count) {
    changing(
        () -> {
          Running current = running();
          List<Seat> seated = current.seats().of(kind);
          if (count > seated.size()) {
            Seat like = seated.getFirst();
            current
                .instances()
                .start(
                    current
                        .seats()
                        .vacant(kind, count - seated.size(), like.release(), like.colour()));
          } else {
            current.instances().retire(seated.subList(count, seated.size()));
          }
          return true;
        });
  }

  /** Lets an instance finish what it has begun and sends it nothing more; it goes on running. */
  public void drain(String name) {
    Running current = running();
    current.instances().drain(current.seats().named(name));
  }

  /** Sends requests to an instance again that was drained. */
  public void restore(String name) {
    Running current = running();
    current.instances().restore(current.seats().named(name));
  }

  /** Exchanges the instances of a service for those of another version, telling what happens line by line. */
  public DeployOutcome deploy(ServiceKind kind, DeployRequest request, Consumer<String> say) {
    return changing(
        () -> {
          Running current = running();
          Path jar = jar(kind.serviceName(), request, current.topology());
          Release release = current.releases().keep(kind.serviceName(), jar, request.version());
          return current.deploys().deploy(kind, release, request, say);
        });
  }

  /**
   * Exchanges the gateway itself: a new process listens on the same port, and when it is ready the old one takes no more
   * connections and finishes.
   */
  public DeployOutcome deployGateway(DeployRequest request, Consumer<String> say) {
    return changing(
        () -> {
          Running current = running();
          Path jar = jar(Topology.GATEWAY, request, current.topology());
          Release release = current.releases().keep(Topology.GATEWAY, jar, request.version());
          return current.gatewayDeploys().deploy(release, request, say);
        });
  }

  private static Path jar(String program, DeployRequest request, Topology topology) {
    Path jar =
        request
            .from()
            .map(directory -> directory.resolve(program + ".jar"))
            .orElseGet(() -> topology.jar(program));
    if (!Files.isRegularFile(jar)) {
      throw new CannotStart("There is no " + jar.toAbsolutePath() + ".");
    }
    return jar;
  }

  /** Goes back to the gateway that ran before the last deploy of it, in the same way. */
  public DeployOutcome rollBackGateway(Consumer<String> say) {
    return changing(() -> running().gatewayDeploys().rollBack(say));
  }

  /** Goes back to what ran before the last deploy of the service. */
  public DeployOutcome rollBack(ServiceKind kind, Consumer<String> say) {
    return changing(() -> running().deploys().rollBack(kind, say));
  }

  private <T> T changing(Supplier<T> change) {
    if (!changes.tryLock()) {
      throw new CannotStart("Somebody is changing the instances already: wait until that is done.");
    }
    try {
      return change.get();
    } finally {
      changes.unlock();
    }
  }

  /** The instances with their figures as the gateway has them. */
  List<InstanceStatus> instanceStatus() {
    Running current = running();
    List<GatewayView.Figures> seen = current.gateway().instances();
    return current.seats().all().stream()
        .map(
            seat ->
                new InstanceStatus(
                    seat, seen.stream().filter(figures -> figures.isOf(seat)).findFirst()))
        .toList();
  }

  /** An instance, and what the gateway says of it when it knows it. */
  record InstanceStatus(Seat seat, Optional<GatewayView.Figures> figures) {}

  /** Stops everything: first nothing new is accepted, then what is under way finishes, then the stores end. */
  @Override
  public void close() {
    Running current = running;
    if (current != null) {
      current.training().close();
    }
    List<String> names = supervisor.names();
    supervisor.stopAll(List.of(Topology.GATEWAY));
    supervisor.stopAll(names.stream().filter(name -> order(name) == SERVICE).toList());
    supervisor.stopAll(supervisor.names());
    Stores opened = stores;
    if (opened != null) {
      opened.close();
    }
    Home taken = home;
    if (taken != null) {
      taken.close();
      home = null;
    }
  }

  private static int order(String name) {
    return switch (name) {
      case Stores.POSTGRES, Stores.REDIS, Stores.BROKER -> STORE;
      case Topology.GATEWAY -> EDGE;
      default -> SERVICE;
    };
  }

  private void boundLogs() {
    Home taken = home;
    if (taken != null) {
      taken.boundLogs();
    }
  }

  private int gatewayPort() {
    int port = options.port();
    if (port == 0) {
      return Ports.free();
    }
    if (!Ports.isFree(port)) {
      throw new CannotStart(
          "Port "
              + port
              + ", where the gateway should listen, is taken by another program. "
              + "End that one, or choose another port: ./run --port="
              + Ports.freeLike(port + 10));
    }
    return port;
  }

  private Running running() {
    Running current = running;
    if (current == null) {
      throw new IllegalStateException("not started");
    }
    return current;
  }
}
