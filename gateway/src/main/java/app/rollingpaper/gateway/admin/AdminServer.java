package app.rollingpaper.gateway.admin;

import app.rollingpaper.gateway.admin.Commands.Verb;
import app.rollingpaper.gateway.balance.Fleet;
import app.rollingpaper.gateway.balance.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** The operators' port. Never reachable through the public one. */
public final class AdminServer {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration STOP = Duration.ofSeconds(1);

  private final HttpServer template;
  private final Fleet fleet;
  private final Commands commands;
  private final MetricsReport metrics;
  private final Deploys deploys;
  private final OperatorsPage page = OperatorsPage.load();
  private volatile boolean ready;
  private @Nullable DisposableServer server;

  /** Serves at the address the template says. */
  public AdminServer(
      HttpServer template, Fleet fleet, Commands commands, MetricsReport metrics, Deploys deploys) {
    this.deploys = deploys;
    this.template = template;
    this.fleet = fleet;
    this.commands = commands;
    this.metrics = metrics;
  }

  public void start() {
    server =
        template
            .route(
                routes ->
                    routes
                        .get(
                            "/health/live",
                            (request, response) -> json(response, 200, Map.of("status", "live")))
                        .get("/health/ready", (request, response) -> ready(response))
                        .get("/instances", (request, response) -> json(response, 200, instances()))
                        .get("/", (request, response) -> page.send(response, "index.html"))
                        .get("/deploys", (request, response) -> json(response, 200, deploys.read()))
                        .get("/metrics", (request, response) -> text(response, metrics::text))
                        .post(
                            "/instances/{service}/{id}/drain",
                            (request, response) -> obey(request, response, Verb.DRAIN))
                        .post(
                            "/instances/{service}/{id}/restore",
                            (request, response) -> obey(request, response, Verb.RESTORE))
                        .put(
                            "/instances/{service}/{id}/weight",
                            (request, response) -> obey(request, response, Verb.WEIGH))
                        .get(
                            "/{file}",
                            (request, response) ->
                                page.send(response, String.valueOf(request.param("file")))))
            .bindNow();
  }

  /** Says from now on that requests are welcome, or that they are not. */
  public void ready(boolean now) {
    ready = now;
  }

  /** The port that was really taken. */
  public int port() {
    return Objects.requireNonNull(server, "not started").port();
  }

  public void stop() {
    DisposableServer running = server;
    server = null;
    if (running != null) {
      running.disposeNow(STOP);
    }
  }

  private Publisher<Void> ready(HttpServerResponse response) {
    // Says whether this gateway serves; a fleet that is down is the fleet's state and shows in
    // /instances.
    boolean now = ready;
    return json(
        response,
        now ? 200 : 503,
        Map.of("status", now ? "ready" : "not-ready", "pid", ProcessHandle.current().pid()));
  }

  private Map<String, Object> instances() {
    Map<String, List<InstanceReport>> services = new TreeMap<>();
    for (Instance instance : fleet.all()) {
      services
          .computeIfAbsent(instance.service(), name -> new ArrayList<>())
          .add(InstanceReport.of(instance));
    }
    return Map.of("services", services);
  }

  private Publisher<Void> obey(HttpServerRequest request, HttpServerResponse response, Verb verb) {
    return commands
        .obey(request, verb)
        .flatMap(answer -> json(response, answer.status(), answer.body()));
  }

  private static Mono<Void> json(HttpServerResponse response, int status, Object body) {
    return response
        .status(status)
        .header("Content-Type", "application/json")
        .header("Cache-Control", "no-store")
        .sendString(Mono.fromSupplier(() -> JSON.writeValueAsString(body)))
        .then();
  }

  private static Publisher<Void> text(HttpServerResponse response, Supplier<String> body) {
    return response
        .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .sendString(Mono.fromSupplier(body));
  }
}
