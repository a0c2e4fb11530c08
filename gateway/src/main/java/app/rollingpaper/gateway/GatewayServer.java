package app.rollingpaper.gateway;

import app.rollingpaper.gateway.admin.AdminServer;
import java.time.Duration;
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
    Map<String, Object> settings =
        Map.of(
            "server.address", config.host(),
            "server.port", config.port(),
            "spring.lifecycle.timeout-per-shutdown-phase", config.stopTimeout().toMillis() + "ms");
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("gateway", settings));
  }

  int port() {
    return Objects.requireNonNull(context.getWebServer()).getPort();
  }

  int adminPort() {
    return admin.port();
  }

  /** Not ready, then no new connections, then the requests in flight finish. */
  @Override
  public void close() {
    admin.ready(false);
    log.info("event=stopping drain_delay_ms={}", config.drainDelay().toMillis());
    try {
      Thread.sleep(config.drainDelay());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    LoopResources eventLoops = context.getBean(LoopResources.class);
    context.close();
    // Everything on them has been told to stop; waiting for more would only delay the end.
    eventLoops.disposeLater(Duration.ZERO, EVENT_LOOPS).block();
    log.info("event=stopped");
  }
}
