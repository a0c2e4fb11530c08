package app.rollingpaper.gateway.admin;

import app.rollingpaper.gateway.balance.Fleet;
import app.rollingpaper.gateway.balance.Instance;
import app.rollingpaper.gateway.edge.RequestFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** The operators' port. Never reachable through the public one. */
public final class AdminServer {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration STOP = Duration.ofSeconds(1);

  private final String host;
  private final int port;
  private final Fleet fleet;
  private final RequestFigures figures;
  private volatile boolean ready;
  private @Nullable DisposableServer server;

  public AdminServer(String host, int port, Fleet fleet, RequestFigures figures) {
    this.host = host;
    this.port = port;
    this.fleet = fleet;
    this.figures = figures;
  }

  public void start() {
    server =
        HttpServer.create()
            .host(host)
            .port(port)
            .route(
                routes ->
                    routes
                        .get(
                            "/health/live",
                            (request, response) -> json(response, 200, Map.of("status", "live")))
                        .get("/health/ready", (request, response) -> ready(response))
                        .get("/instances", (request, response) -> json(response, 200, instances()))
                        .get("/metrics", (request, response) -> text(response, this::metrics)))
            .bindNow();
  }

  /** Says from now on that requests are welcome, or that they are not. */
  public void ready(boolean now) {
    ready = now;
  }

  /** The port that was really taken. */
  public int port() {
    return server == null ? port : server.port();
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
    return json(response, now ? 200 : 503, Map.of("status", now ? "ready" : "not-ready"));
  }

  private Map<String, Object> instances() {
    Map<String, List<Shown>> services = new TreeMap<>();
    for (Instance instance : fleet.all()) {
      services
          .computeIfAbsent(instance.service(), name -> new ArrayList<>())
          .add(Shown.of(instance));
    }
    return Map.of("services", services);
  }

  private String metrics() {
    StringBuilder out = new StringBuilder(4096);
    figures.appendTo(out);
    Map<String, String> types = new LinkedHashMap<>();
    types.put("up", "gauge");
    types.put("in_flight", "gauge");
    types.put("requests_total", "counter");
    types.put("failures_total", "counter");
    types.forEach(
        (name, type) -> {
          out.append("# TYPE gateway_instance_%s %s\n".formatted(name, type));
          for (Instance instance : fleet.all()) {
            long value =
                switch (name) {
                  case "up" -> instance.state() == Instance.State.UP ? 1 : 0;
                  case "in_flight" -> instance.inFlight();
                  case "requests_total" -> instance.served();
                  default -> instance.failures();
                };
            out.append("gateway_instance_")
                .append(name)
                .append("{service=\"")
                .append(label(instance.service()))
                .append("\",instance=\"")
                .append(label(instance.id()))
                .append("\"} ")
                .append(value)
                .append('\n');
          }
        });
    Runtime runtime = Runtime.getRuntime();
    out.append("# TYPE jvm_heap_used_bytes gauge\njvm_heap_used_bytes ")
        .append(runtime.totalMemory() - runtime.freeMemory())
        .append("\n# TYPE jvm_heap_max_bytes gauge\njvm_heap_max_bytes ")
        .append(runtime.maxMemory())
        .append('\n');
    return out.toString();
  }

  private static String label(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static Publisher<Void> json(HttpServerResponse response, int status, Object body) {
    return response
        .status(status)
        .header("Content-Type", "application/json")
        .header("Cache-Control", "no-store")
        .sendString(Mono.fromSupplier(() -> JSON.writeValueAsString(body)));
  }

  private static Publisher<Void> text(HttpServerResponse response, Supplier<String> body) {
    return response
        .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .sendString(Mono.fromSupplier(body));
  }

  private record Shown(
      String id, String url, String admin, String state, int inFlight, long served, long failures) {
    static Shown of(Instance instance) {
      return new Shown(
          instance.id(),
          instance.address().url().toString(),
          instance.address().admin().toString(),
          instance.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          instance.inFlight(),
          instance.served(),
          instance.failures());
    }
  }
}
