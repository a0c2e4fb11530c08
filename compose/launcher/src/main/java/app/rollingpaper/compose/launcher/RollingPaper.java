package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.DatabaseUrl;
import app.rollingpaper.compose.embedded.Mailbox;
import app.rollingpaper.compose.embedded.Ports;
import app.rollingpaper.compose.embedded.Signal;
import app.rollingpaper.compose.embedded.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
  private final Supervisor supervisor;
  private final Tasks tasks = new Tasks();
  private final Map<ServiceKind, List<Topology.Seat>> seats = new EnumMap<>(ServiceKind.class);
  private volatile @Nullable Home home;
  private volatile @Nullable Stores stores;
  private volatile @Nullable Running running;

  RollingPaper(Options options, Consumer<String> news) {
    this.options = options;
    this.supervisor = new Supervisor(news, this::boundLogs);
  }

  private record Running(Topology topology, Stores.Addresses addresses, InstancesFile instances) {}

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
    int adminPort = options.port() == 0 ? Ports.free() : Ports.freeLike(USUAL_ADMIN_PORT);
    Topology topology = new Topology(options, opened, gatewayPort(), adminPort);
    topology.requireJars();
    for (ServiceKind kind : ServiceKind.values()) {
      seats.put(
          kind,
          new ArrayList<>(
              IntStream.rangeClosed(1, options.count(kind))
                  .mapToObj(number -> Topology.seat(kind, number))
                  .toList()));
    }
    InstancesFile instances = new InstancesFile(opened.instancesFile());
    writeInstances(instances);

    // The gateway comes up beside the rest and is ready as soon as there is somebody to send
    // requests to.
    List<Tasks.Pending<Boolean>> starting = new ArrayList<>();
    starting.add(tasks.run(() -> supervisor.start(new ServiceProcess(topology.gateway()))));
    Stores opening = new Stores(opened, options.environment(), supervisor, tasks);
    stores = opening;
    Stores.Addresses addresses = opening.start();
    seats.values().stream()
        .flatMap(List::stream)
        .forEach(
            seat ->
                starting.add(
                    tasks.run(
                        () ->
                            supervisor.start(
                                new ServiceProcess(topology.service(seat, addresses))))));
    Tasks.awaitAll(starting);
    running = new Running(topology, addresses, instances);
  }

  /** The URL that people use. */
  public String gatewayUrl() {
    return running().topology().gatewayUrl();
  }

  /** The gateway's operators' port: health, metrics and the instances as it sees them. */
  public String gatewayAdminUrl() {
    return running().topology().gatewayAdminUrl();
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
  public synchronized List<String> instanceUrls(ServiceKind kind) {
    return seats.getOrDefault(kind, List.of()).stream().map(seat -> seat.instance().url()).toList();
  }

  /** The operators' addresses of the instances of a service, in the same order. */
  public synchronized List<String> instanceAdminUrls(ServiceKind kind) {
    return seats.getOrDefault(kind, List.of()).stream()
        .map(seat -> seat.instance().admin())
        .toList();
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
  public synchronized void scale(ServiceKind kind, int count) {
    Running current = running();
    List<Topology.Seat> seated = seats.computeIfAbsent(kind, missing -> new ArrayList<>());
    List<Topology.Seat> added = new ArrayList<>();
    for (int number = seated.size() + 1; number <= count; number++) {
      added.add(Topology.seat(kind, number));
    }
    Tasks.awaitAll(
        added.stream()
            .map(
                seat ->
                    tasks.run(
                        () ->
                            supervisor.start(
                                new ServiceProcess(
                                    current.topology().service(seat, current.addresses())))))
            .toList());
    seated.addAll(added);
    List<Topology.Seat> removed = new ArrayList<>();
    while (seated.size() > count) {
      removed.add(seated.removeLast());
    }
    writeInstances(current.instances());
    removed.forEach(seat -> supervisor.remove(seat.name()));
  }

  /** Stops everything: first nothing new is accepted, then what is under way finishes, then the stores end. */
  @Override
  public void close() {
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

  private synchronized void writeInstances(InstancesFile file) {
    Map<ServiceKind, List<InstancesFile.Instance>> instances = new EnumMap<>(ServiceKind.class);
    seats.forEach(
        (kind, seated) ->
            instances.put(kind, seated.stream().map(Topology.Seat::instance).toList()));
    file.write(instances);
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
