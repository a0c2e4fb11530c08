package app.rollingpaper.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A gateway on free ports with a listing that a test writes. */
final class RunningGateway implements AutoCloseable {
  static final String OPERATOR_TOKEN = "only-operators-know-this-one";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path directory;
  private final Path file;
  private final GatewayServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RunningGateway() {
    this(Map.of());
  }

  RunningGateway(Map<String, String> environment) {
    try {
      directory = Files.createTempDirectory("gateway");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    file = directory.resolve("instances.json");
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "GATEWAY_PORT", "0",
                "GATEWAY_ADMIN_PORT", "0",
                "GATEWAY_INSTANCES_FILE", file.toString(),
                "GATEWAY_OPERATOR_TOKEN", OPERATOR_TOKEN,
                "GATEWAY_SLOW_START", "0s",
                // A busy machine is not what most tests are about.
                "GATEWAY_CHECK_TIMEOUT", "3s",
                "GATEWAY_CHECK_INTERVAL", "200ms"));
    all.putAll(environment);
    server = GatewayServer.start(GatewayConfig.from(all));
  }

  /** Lists these as the instances of one service and waits until the gateway has a verdict on each. */
  void list(String service, Upstream... upstreams) {
    write(listing(service, upstreams));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              String shown = instances();
              return shown.startsWith("{\"services\":{\"" + service + "\":")
                  && Arrays.stream(upstreams)
                      .allMatch(each -> shown.contains(":" + each.apiPort() + '"'))
                  && !shown.contains("joining");
            });
  }

  void awaitState(Upstream upstream, String state) {
    Awaitility.await().atMost(PATIENCE).until(() -> state(upstream).equals(state));
  }

  String state(Upstream upstream) {
    String shown = instances();
    String from = shown.substring(shown.indexOf("\"id\":\"" + upstream.id + '"'));
    int state = from.indexOf("\"state\":\"") + "\"state\":\"".length();
    return from.substring(state, from.indexOf('"', state));
  }

  /** Replaces the file of instances in one step. */
  void write(String content) {
    try {
      Path next = Files.writeString(directory.resolve("next"), content);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Writes another file into the directory of the listing. */
  void writeBeside(String name, String content) {
    try {
      Files.writeString(directory.resolve(name), content);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static String listing(String service, Upstream... upstreams) {
    return listing(
        service,
        Arrays.stream(upstreams).map(each -> entry(each, "")).collect(Collectors.joining(",")));
  }

  static String listing(String service, String entries) {
    return "{\"services\":{\"%s\":[%s]}}".formatted(service, entries);
  }

  /** One instance in a listing, with more said of it, such as {@code ,"weight":5}. */
  static String entry(Upstream upstream, String more) {
    return "{\"id\":\"%s\",\"url\":\"http://127.0.0.1:%d\",\"admin\":\"http://127.0.0.1:%d\"%s}"
        .formatted(upstream.id, upstream.apiPort(), upstream.adminPort(), more);
  }

  String instances() {
    return admin("/instances").body();
  }

  HttpResponse<String> admin(String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + path)));
  }

  /** Tells the gateway something as an operator. */
  HttpResponse<String> command(String method, String path, String body) {
    return command(method, path, body, OPERATOR_TOKEN);
  }

  HttpResponse<String> command(String method, String path, String body, String token) {
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers));
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send(request(path, headers).POST(BodyPublishers.ofString(body)));
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    return headers.length == 0 ? builder : builder.headers(headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  HttpClient client() {
    return client;
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    client.close();
    server.close();
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory.resolve("deploys.json"));
      Files.deleteIfExists(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
