package app.rollingpaper.common.http;

import app.rollingpaper.common.time.Ids;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.jetty.JettyHttpContainer;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The HTTP server of an instance: the API on the public port, and health, metrics and drain on the admin port, which is
 * never routed to from outside. Requests run on virtual threads.
 *
 * <p>Closing is graceful: the instance says that it is not ready, goes on answering while the gateway notices, takes no new
 * connections, lets the requests in flight finish, and ends.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  private final HttpConfig config;
  private final Health health;
  private final Server server;
  private final ServerConnector api;
  private final ServerConnector admin;
  private final GracefulHandler requests;
  private final @Nullable Upgrades upgrades;

  /** Takes the requests of one path away from the API, to make sockets of them. */
  public interface Upgrades {
    /** Told once of the server it will work in, before that starts. */
    void prepare(Server server);

    boolean serves(String path);

    /**
     * Answers the request.
     *
     * @throws ProblemException for what is to be refused
     */
    void upgrade(Request request, Response response, Callback callback) throws Exception;

    /** How many sockets are open that do not count as requests in flight. */
    default int open() {
      return 0;
    }

    /** Lets everybody go, before the server stops; may take a while. */
    void release() throws InterruptedException;
  }

  /** A server without sockets. */
  public HttpServer(
      HttpConfig config,
      ObjectMapper json,
      Health health,
      PrometheusMeterRegistry metrics,
      Ids ids,
      List<?> parts) {
    this(config, json, health, metrics, ids, parts, null);
  }

  /**
   * @param parts ready instances of resources (classes with {@code @Path}), filters and other JAX-RS providers
   */
  public HttpServer(
      HttpConfig config,
      ObjectMapper json,
      Health health,
      PrometheusMeterRegistry metrics,
      Ids ids,
      List<?> parts,
      @Nullable Upgrades upgrades) {
    this.config = config;
    this.health = health;
    this.upgrades = upgrades;
    QueuedThreadPool threads = new QueuedThreadPool(32, 4);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory()));
    server = new Server(threads);
    api = connector(config.port(), config.idleTimeout());
    admin = connector(config.adminPort(), Duration.ofSeconds(30));
    server.addConnector(api);
    server.addConnector(admin);
    Problems problems = new Problems(json);
    Handler resources =
        new Bulkhead(
            config.maxConcurrent(),
            config.maxWait(),
            problems,
            new SingleWrite(
                ContainerFactory.createContainer(JettyHttpContainer.class, jersey(json, parts))));
    if (upgrades != null) {
      upgrades.prepare(server);
    }
    requests =
        new GracefulHandler(
            new RequestFrame(
                health,
                ids,
                upgrades == null ? resources : new UpgradesFirst(upgrades, problems, resources)));
    server.setHandler(new ByPort(requests, new AdminHandler(json, metrics)));
    server.setRequestLog(new OnlyApi(new RequestLine(metrics)));
    server.setErrorHandler(new JettyErrors(problems, ids));
    server.setStopAtShutdown(false);
  }

  private ServerConnector connector(int port, Duration idleTimeout) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(16 * 1024);
    // Jetty would keep the fields of former requests in a table of 98 KB for each connection. The
    // gateway's carry everybody's tokens, so it would be searched in vain and cleared all the time.
    http.setHeaderCacheSize(0);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(config.host());
    connector.setPort(port);
    connector.setIdleTimeout(idleTimeout.toMillis());
    connector.setAcceptQueueSize(1_024);
    return connector;
  }

  private ResourceConfig jersey(ObjectMapper json, List<?> parts) {
    ResourceConfig resources = new ResourceConfig();
    resources.register(new ProblemMapper());
    resources.register(new NotStored());
    resources.register(new JsonBody(json, config.maxBody()));
    for (Object part : parts) {
      if (part.getClass().isAnnotationPresent(Path.class)) {
        resources.register(part.getClass());
      } else {
        resources.register(part);
      }
    }
    resources.register(new ReadyInstances(parts));
    resources.property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
    resources.property(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true);
    resources.property(CommonProperties.PROVIDER_DEFAULT_DISABLE, "ALL");
    resources.property(CommonProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 64 * 1024);
    resources.property(ServerProperties.WADL_FEATURE_DISABLE, true);
    resources.property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
    return resources;
  }

  /** Opens both ports, and says that the instance is ready once it is warm. */
  public void start(WarmUp warmUp) {
    try {
      server.start();
      warmUp.run(server, config.warmUp());
    } catch (Exception failed) {
      throw new IllegalStateException(
          "cannot listen on " + config.host() + ":" + config.port() + " and :" + config.adminPort(),
          failed);
    }
    health.started();
  }

  /** The public port in use. */
  public int port() {
    return api.getLocalPort();
  }

  /** The admin port in use. */
  public int adminPort() {
    return admin.getLocalPort();
  }

  /**
   * Whether the instance is ready, which process it is, and what it still has to finish: whoever drains it waits until
   * both counts are 0.
   */
  private Map<String, Object> report() {
    Map<String, Object> report = health.report();
    report.put("pid", ProcessHandle.current().pid());
    report.put("requests", requests.getCurrentRequestCount());
    report.put("sockets", upgrades == null ? 0 : upgrades.open());
    return report;
  }

  @Override
  public void close() {
    try {
      health.drain();
      log.info("event=draining");
      // Whoever was drained before has been left alone for that long already.
      Duration rest = config.drainDelay().minus(health.drainingFor());
      if (rest.isPositive()) {
        Thread.sleep(rest);
      }
      api.close();
      if (upgrades != null) {
        upgrades.release();
      }
      long deadline = System.nanoTime() + config.stopTimeout().toNanos();
      while (requests.getCurrentRequestCount() > 0 && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      if (requests.getCurrentRequestCount() > 0) {
        log.warn("event=requests_cut_off count={}", requests.getCurrentRequestCount());
      }
      server.setStopTimeout(1_000);
      server.stop();
    } catch (Exception failed) {
      log.warn("event=stop_failed", failed);
    }
  }

  /** Keeps answers out of caches, except those that say themselves how long they keep. */
  private static final class NotStored implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
      response.getHeaders().putIfAbsent("Cache-Control", new ArrayList<>(List.of("no-store")));
    }
  }

  /** Lets Jersey find the instances we made instead of making its own. */
  private static final class ReadyInstances extends AbstractBinder {
    private final List<?> instances;

    ReadyInstances(List<?> instances) {
      this.instances = instances;
    }

    @Override
    protected void configure() {
      instances.forEach(this::bindInstance);
    }

    @SuppressWarnings("unchecked")
    private <T> void bindInstance(T instance) {
      bind(instance).to((Class<T>) instance.getClass());
    }
  }

  /** The API on one port, the admin pages on the other. */
  private final class ByPort extends Handler.Sequence {
    private final Handler onApi;
    private final Handler onAdmin;

    ByPort(Handler onApi, Handler onAdmin) {
      super(onApi, onAdmin);
      this.onApi = onApi;
      this.onAdmin = onAdmin;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      boolean forAdmin = request.getConnectionMetaData().getConnector() == admin;
      return (forAdmin ? onAdmin : onApi).handle(request, response, callback);
    }
  }

  /** Sockets before resources. */
  private static final class UpgradesFirst extends Handler.Wrapper {
    private final Upgrades upgrades;
    private final Problems problems;

    UpgradesFirst(Upgrades upgrades, Problems problems, Handler resources) {
      super(resources);
      this.upgrades = upgrades;
      this.problems = problems;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (!upgrades.serves(Request.getPathInContext(request))) {
        return super.handle(request, response, callback);
      }
      try {
        upgrades.upgrade(request, response, callback);
      } catch (ProblemException refused) {
        Problem problem = refused.problem();
        if (problem.status() == 426) {
          response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
          response.getHeaders().put(HttpHeader.CONNECTION, "Upgrade");
        }
        problems.write(problem, response, callback);
      }
      return true;
    }
  }

  /** Keeps the health checks of every second out of the log. */
  private final class OnlyApi implements org.eclipse.jetty.server.RequestLog {
    private final RequestLine line;

    OnlyApi(RequestLine line) {
      this.line = line;
    }

    @Override
    public void log(Request request, Response response) {
      if (request.getConnectionMetaData().getConnector() == api) {
        line.log(request, response);
      }
    }
  }

  /** What instances tell operators and the gateway. */
  private final class AdminHandler extends Handler.Abstract.NonBlocking {
    private final ObjectMapper json;
    private final PrometheusMeterRegistry metrics;

    AdminHandler(ObjectMapper json, PrometheusMeterRegistry metrics) {
      this.json = json;
      this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String asked = request.getMethod() + " " + Request.getPathInContext(request);
      switch (asked) {
        case "GET /health/live" -> answer(response, callback, 200, Map.of("status", "live"));
        case "GET /health/ready" ->
            answer(response, callback, health.ready() ? 200 : 503, report());
        case "GET /metrics" -> {
          response
              .getHeaders()
              .put(HttpHeader.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
          response.write(true, StandardCharsets.UTF_8.encode(metrics.scrape()), callback);
        }
        case "POST /drain" -> {
          health.drain();
          log.info("event=drained");
          answer(response, callback, 202, report());
        }
        case "POST /restore" -> {
          health.restore();
          log.info("event=restored");
          answer(response, callback, 202, report());
        }
        default ->
            answer(
                response,
                callback,
                404,
                new Problem("not-found", 404, "There is nothing here.").document());
      }
      return true;
    }

    private void answer(Response response, Callback callback, int status, Map<String, Object> body)
        throws JsonProcessingException {
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      response.write(true, ByteBuffer.wrap(json.writeValueAsBytes(body)), callback);
    }
  }

  /** Requests that Jetty itself refuses: malformed lines, too large headers. */
  private static final class JettyErrors implements Request.Handler {
    private final Problems problems;
    private final Ids ids;

    JettyErrors(Problems problems, Ids ids) {
      this.problems = problems;
      this.ids = ids;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      int status = response.getStatus();
      Problem problem =
          status >= 500
              ? new Problem("internal", status, "Something went wrong on our side.")
              : new Problem("bad-request", status, "The request could not be understood.");
      String id = RequestFrame.begin(request, response, ids);
      try (MDC.MDCCloseable _ = MDC.putCloseable(RequestFrame.REQUEST_ID, id)) {
        problems.write(problem, response, callback);
      }
      return true;
    }
  }
}
