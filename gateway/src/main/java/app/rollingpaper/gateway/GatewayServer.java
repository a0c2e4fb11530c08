package app.rollingpaper.gateway;

import app.rollingpaper.gateway.GatewayConfig.TlsFiles;
import app.rollingpaper.gateway.admin.AdminServer;
import app.rollingpaper.gateway.edge.PublicPort;
import app.rollingpaper.gateway.route.OpenSockets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import reactor.netty.resources.LoopResources;

/** A gateway that runs. */
final class GatewayServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GatewayServer.class);

  private static final Duration EVENT_LOOPS = Duration.ofSeconds(3);

  private final GatewayConfig config;
  private final ReactiveWebServerApplicationContext context;
  private final AdminServer admin;

  private GatewayServer(GatewayConfig config, ReactiveWebServerApplicationContext context) {
    this.config = config;
    this.context = context;
    this.admin = context.getBean(AdminServer.class);
  }

  /** Returns when the public port is open. */
  static GatewayServer start(GatewayConfig config) {
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(GatewayWiring.class)
            .web(WebApplicationType.REACTIVE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .initializers(fresh -> prepare((GenericApplicationContext) fresh, config))
            .run();
    GatewayServer server = new GatewayServer(config, (ReactiveWebServerApplicationContext) context);
    server.admin.ready(true);
    log.info(
        "event=ready host={} port={} admin_port={}",
        config.host(),
        server.port(),
        server.adminPort());
    return server;
  }

  private static void prepare(GenericApplicationContext context, GatewayConfig config) {
    context.registerBean(GatewayConfig.class, () -> config);
    Map<String, Object> settings = new HashMap<>();
    settings.put("server.address", config.host());
    settings.put("server.port", config.port());
    settings.put(
        "spring.lifecycle.timeout-per-shutdown-phase", config.stopTimeout().toMillis() + "ms");
    config.tls().ifPresent(files -> settings.putAll(secured(files)));
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("gateway", settings));
  }

  /** The framework reads the files again when they change, and keeps the last pair that fits. */
  private static Map<String, Object> secured(TlsFiles files) {
    String bundle = "spring.ssl.bundle.pem.public.";
    return Map.of(
        bundle + "keystore.certificate",
        files.certificate().toUri().toString(),
        bundle + "keystore.private-key",
        files.key().toUri().toString(),
        bundle + "options.enabled-protocols",
        "TLSv1.3",
        bundle + "reload-on-update",
        true,
        "spring.ssl.bundle.watch.file.quiet-period",
        "500ms",
        "server.ssl.bundle",
        "public",
        "server.http2.enabled",
        true);
  }

  int port() {
    return Objects.requireNonNull(context.getWebServer()).getPort();
  }

  int adminPort() {
    return admin.port();
  }

  /**
   * Not ready, then no new connections, then the requests in flight finish. WebSockets are told to come back, one after the
   * other. When another gateway shares the port, it gets the new connections while this one empties its queue.
   */
  @Override
  public void close() {
    admin.ready(false);
    log.info("event=stopping drain_delay_ms={}", config.drainDelay().toMillis());
    pause(config.drainDelay());
    boolean succeeded = context.getBean(PublicPort.class).leave();
    Duration linger = succeeded ? config.linger() : Duration.ZERO;
    context.getBean(OpenSockets.class).sendAway(linger);
    pause(linger);
    LoopResources eventLoops = context.getBean(LoopResources.class);
    context.close();
    // Everything on them has been told to stop; waiting for more would only delay the end.
    eventLoops.disposeLater(Duration.ZERO, EVENT_LOOPS).block();
    log.info("event=stopped");
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
