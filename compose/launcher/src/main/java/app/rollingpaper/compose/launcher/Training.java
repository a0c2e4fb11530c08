package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.Ports;
import app.rollingpaper.compose.embedded.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Runs every program once more beside those that serve, with what the processors have to spare and a database of their own, so
 * that the virtual machine writes their AOT caches after it has seen what people do. When that fails they start as fast as
 * before. Run by one thread, closed by any.
 */
final class Training implements AutoCloseable {
  private static final Duration ENDING_LIMIT = Duration.ofSeconds(10);

  /** The virtual machine reads and writes everything that is loaded when it ends. */
  private static final Duration WRITING_LIMIT = Duration.ofSeconds(60);

  private final AotCaches caches;
  private final Topology topology;
  private final Home home;
  private final Supplier<Optional<Stores.Addresses>> stores;
  private final List<ServiceProcess> trainees = new CopyOnWriteArrayList<>();
  private volatile boolean running;
  private volatile boolean closed;

  /**
   * @param stores where the trainees may leave what they like; empty when there is no such place
   */
  Training(
      AotCaches caches, Topology topology, Home home, Supplier<Optional<Stores.Addresses>> stores) {
    this.caches = caches;
    this.topology = topology;
    this.home = home;
    this.stores = stores;
  }

  /** Writes the caches of these releases unless all are there, and returns when that is done. */
  void run(Map<ServiceKind, Release> services, Release gateway) {
    List<Release> releases = new ArrayList<>(services.values());
    releases.add(gateway);
    if (closed || releases.stream().allMatch(caches::has)) {
      return;
    }
    running = true;
    try {
      Optional<Stores.Addresses> addresses = stores.get();
      if (addresses.isPresent()) {
        train(services, gateway, addresses.get());
        for (Release release : releases) {
          caches.keep(release);
        }
      }
    } catch (CannotStart | IOException harmless) {
      // The next run tries again.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      trainees.forEach(ServiceProcess::kill);
      running = false;
    }
  }

  private void train(
      Map<ServiceKind, Release> services, Release gateway, Stores.Addresses addresses)
      throws IOException, InterruptedException {
    Path listing = home.directory("run").resolve("trainees.json");
    Topology training = topology.inTraining(Ports.free(), listing, caches);
    Map<ServiceKind, List<Seat>> seats = new EnumMap<>(ServiceKind.class);
    services.forEach(
        (kind, release) -> {
          Seat seat =
              new Seat(
                  kind,
                  kind.shortName(),
                  Ports.free(),
                  Ports.free(),
                  release,
                  Colour.BLUE,
                  Seat.FULL_WEIGHT);
          seats.put(kind, List.of(seat));
          trainees.add(new ServiceProcess(training.service(seat, addresses)));
        });
    new InstancesFile(listing).write(seats);
    trainees.add(new ServiceProcess(training.gateway(gateway, Ports.free(), addresses.redis())));
    Tasks tasks = new Tasks();
    Tasks.awaitAll(trainees.stream().map(trainee -> tasks.run(trainee::start)).toList());
    new Rehearsal(training.gatewayUrl()).play();
    Tasks.awaitAll(
        trainees.stream().map(trainee -> tasks.run(() -> trainee.stop(WRITING_LIMIT))).toList());
  }

  /** Ends what is being trained. */
  @Override
  public void close() {
    closed = true;
    Waiting.until(
        ENDING_LIMIT,
        () -> {
          trainees.forEach(ServiceProcess::kill);
          return !running;
        });
  }
}
