package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.socket.Socket;
import app.rollingpaper.compose.launcher.Options;
import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.launcher.ServiceKind;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.People;
import app.rollingpaper.compose.suites.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real system, started for one bench on a directory of its own, with people and papers on it. */
final class Stage implements AutoCloseable {
  private final Path data;
  private final RollingPaper system;
  private final People people;
  private final Person owner;
  private final HttpClient http = HttpClient.newHttpClient();
  // Whoever interrupts a bench does not leave a system behind.
  private final Thread interrupted;

  private Stage(Path data, RollingPaper system) {
    this.data = data;
    this.system = system;
    this.interrupted = Thread.ofPlatform().unstarted(system::close);
    Runtime.getRuntime().addShutdownHook(interrupted);
    this.people = new People(new Client(system.gatewayUrl()));
    this.owner = people.signUp("bench@example.org", "지우", "ko");
  }

  /**
   * Starts it.
   *
   * @param settings for the instances of paper-service, such as {@code PAPER_RP_LIVE_SOCKETS}
   */
  static Stage set(int paperInstances, Map<String, String> settings) {
    try {
      Path data = Files.createTempDirectory("rolling-paper-bench");
      Map<String, String> environment = new HashMap<>(System.getenv());
      environment.putAll(settings);
      RollingPaper system =
          RollingPaper.start(
              Options.usual(environment)
                  .withData(data)
                  .withPort(0)
                  .with(ServiceKind.PAPER, paperInstances));
      return new Stage(data, system);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  RollingPaper system() {
    return system;
  }

  Person owner() {
    return owner;
  }

  Paper paper() {
    return people.open(owner, "민준아, 생일 축하해!", "minjun@example.org", "ko");
  }

  /** Guests who came by a link of that kind, {@code write} or {@code read}. */
  List<Person> guests(Paper paper, String kind, int count) {
    URI link = people.link(paper, kind);
    List<Person> guests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      guests.add(people.arrive(link, "손님" + i));
    }
    return guests;
  }

  /** The paper's socket through the gateway, as its own page opens it. */
  Socket.Address throughGateway(Paper paper, Person person) {
    return address(URI.create(system.gatewayUrl()), paper, person);
  }

  /** The paper's socket on one instance, the first being 0. */
  Socket.Address direct(int instance, Paper paper, Person person) {
    return address(instance(instance), paper, person);
  }

  /** The address of an instance of paper-service, the first being 0. */
  URI instance(int number) {
    return URI.create(system.instanceUrls(ServiceKind.PAPER).get(number));
  }

  URI gateway() {
    return URI.create(system.gatewayUrl());
  }

  private Socket.Address address(URI server, Paper paper, Person person) {
    return new Socket.Address(
        "127.0.0.1",
        server.getPort(),
        "/ws/papers/" + paper.id(),
        system.gatewayUrl(),
        person.token());
  }

  long pid(String process) {
    return system.process(process).pid();
  }

  /** A figure of an instance of paper-service, as operators see it; the sum of all that have the name. */
  double figure(int instance, String name) {
    URI admin = URI.create(system.instanceAdminUrls(ServiceKind.PAPER).get(instance));
    try {
      return http.send(
              HttpRequest.newBuilder(admin.resolve("/metrics")).build(),
              HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    system.close();
    Runtime.getRuntime().removeShutdownHook(interrupted);
    try (Stream<Path> paths = Files.walk(data)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}
