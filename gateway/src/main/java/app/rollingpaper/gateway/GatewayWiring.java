package app.rollingpaper.gateway;

import app.rollingpaper.gateway.admin.AdminServer;
import app.rollingpaper.gateway.admin.Commands;
import app.rollingpaper.gateway.admin.Deploys;
import app.rollingpaper.gateway.admin.MetricsReport;
import app.rollingpaper.gateway.balance.Fleet;
import app.rollingpaper.gateway.discovery.DnsNames;
import app.rollingpaper.gateway.discovery.DnsNames.Resolver;
import app.rollingpaper.gateway.discovery.InstancesFile;
import app.rollingpaper.gateway.discovery.Sources;
import app.rollingpaper.gateway.edge.Edge;
import app.rollingpaper.gateway.edge.HeaderDeadline;
import app.rollingpaper.gateway.edge.PublicPort;
import app.rollingpaper.gateway.edge.RequestFigures;
import app.rollingpaper.gateway.edge.SpokenProtocol;
import app.rollingpaper.gateway.edge.UnreadableRequest;
import app.rollingpaper.gateway.health.AdminPorts;
import app.rollingpaper.gateway.health.HealthChecks;
import app.rollingpaper.gateway.limit.Breakers;
import app.rollingpaper.gateway.limit.CallerAddress;
import app.rollingpaper.gateway.limit.Connections;
import app.rollingpaper.gateway.limit.Intake;
import app.rollingpaper.gateway.limit.LimitConfig;
import app.rollingpaper.gateway.limit.LimitFigures;
import app.rollingpaper.gateway.limit.RateLimits;
import app.rollingpaper.gateway.limit.RetryBudget;
import app.rollingpaper.gateway.page.Page;
import app.rollingpaper.gateway.route.Admission;
import app.rollingpaper.gateway.route.AnswerWriter;
import app.rollingpaper.gateway.route.Attempts;
import app.rollingpaper.gateway.route.InFlight;
import app.rollingpaper.gateway.route.OpenSockets;
import app.rollingpaper.gateway.route.Routes;
import app.rollingpaper.gateway.route.SocketProxy;
import app.rollingpaper.gateway.route.Upstream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.cloud.gateway.config.GatewayAutoConfiguration;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Everything the gateway is made of, put together. Of what the framework offers by itself it takes what it uses: looking
 * through all of it is an eighth of what a start takes.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  ConfigurationPropertiesAutoConfiguration.class,
  GatewayAutoConfiguration.class,
  HttpHandlerAutoConfiguration.class,
  LifecycleAutoConfiguration.class,
  NettyReactiveWebServerAutoConfiguration.class,
  SslAutoConfiguration.class,
  WebFluxAutoConfiguration.class,
})
class GatewayWiring {
  private static final Duration FILE_INTERVAL = Duration.ofMillis(200);
  private static final Duration DNS_INTERVAL = Duration.ofSeconds(2);
  private static final Duration CLIENT_IDLE = Duration.ofSeconds(75);
  private static final Duration WHOLE_REQUEST = Duration.ofSeconds(30);
  private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(2);

  /** Below the services' own idle time-out, so that it is never them who close a connection we are about to use. */
  private static final Duration UPSTREAM_IDLE = Duration.ofSeconds(20);

  private static final int CONNECTIONS_PER_INSTANCE = 500;
  private static final int HEADER_BYTES = 16 * 1024;
  private static final int FRAME_BYTES_FROM_CALLER = 64 * 1024;
  private static final int FRAME_BYTES_FROM_SERVICE = 256 * 1024;

  @Bean
  Fleet fleet(GatewayConfig config, Breakers breakers) {
    return new Fleet(config.balance(), breakers::close);
  }

  @Bean
  Breakers breakers(GatewayConfig config) {
    return new Breakers(config.limits().breakerWait());
  }

  @Bean
  Intake intake(GatewayConfig config) {
    LimitConfig limits = config.limits();
    return new Intake(limits.inFlight(), limits.inFlightPerService(), limits.sockets());
  }

  @Bean
  Connections connections(GatewayConfig config) {
    return new Connections(config.limits().connections(), config.limits().connectionsPerAddress());
  }

  @Bean(destroyMethod = "close")
  RateLimits rateLimits(GatewayConfig config) {
    return new RateLimits(config.limits().rates(), config.limits().redis());
  }

  @Bean
  RetryBudget retryBudget() {
    return new RetryBudget();
  }

  @Bean
  LimitFigures limitFigures(
      Intake intake,
      Breakers breakers,
      RetryBudget retries,
      RateLimits rates,
      Connections connections) {
    return new LimitFigures(intake, breakers, retries, rates, connections);
  }

  @Bean
  Admission admission(Intake intake, Breakers breakers, RateLimits rates, GatewayConfig config) {
    return new Admission(
        intake, breakers, rates, new CallerAddress(config.limits().trustedProxies()));
  }

  @Bean
  RequestFigures requestFigures() {
    return new RequestFigures();
  }

  @Bean(destroyMethod = "close")
  HealthChecks healthChecks(Fleet fleet, AdminPorts ports, GatewayConfig config) {
    return new HealthChecks(fleet, ports, config.checkInterval(), config.checkTimeout());
  }

  @Bean
  AdminPorts adminPorts(GatewayConfig config, LoopResources eventLoops) {
    return new AdminPorts(config.checkTimeout(), eventLoops);
  }

  @Bean
  Sources sources(Fleet fleet, HealthChecks checks) {
    return new Sources(listing -> checks.check(fleet.follow(listing)).subscribe());
  }

  @Bean(destroyMethod = "close")
  InstancesFile instancesFile(GatewayConfig config, Sources sources) {
    return new InstancesFile(config.instancesFile(), FILE_INTERVAL, sources.add());
  }

  @Bean(destroyMethod = "close")
  DnsNames dnsNames(GatewayConfig config, Sources sources) {
    return new DnsNames(config.names(), Resolver.system(), DNS_INTERVAL, sources.add());
  }

  @Bean
  Commands commands(GatewayConfig config, Fleet fleet, AdminPorts ports, HealthChecks checks) {
    return new Commands(
        config.operatorToken(), fleet, ports, instance -> checks.check(List.of(instance)));
  }

  @Bean
  AdminServer adminServer(
      GatewayConfig config,
      Fleet fleet,
      Commands commands,
      RequestFigures figures,
      LimitFigures limits,
      LoopResources eventLoops) {
    HttpServer server =
        HttpServer.create().runOn(eventLoops).host(config.host()).port(config.adminPort());
    return new AdminServer(
        server,
        fleet,
        commands,
        new MetricsReport(fleet, figures, limits),
        new Deploys(config.instancesFile().resolveSibling("deploys.json")));
  }

  @Bean
  Groundwork groundwork(
      InstancesFile file, DnsNames names, HealthChecks checks, AdminServer admin) {
    return new Groundwork(file, names, checks, admin);
  }

  @Bean
  PublicPort publicPort() {
    return new PublicPort();
  }

  @Bean
  Edge edge(RequestFigures figures, PublicPort port, GatewayConfig config) {
    return new Edge(figures, port, config.tls().isPresent(), config.logsAll());
  }

  @Bean
  RouteLocator routes(RouteLocatorBuilder builder, GatewayConfig config) {
    return new Routes(config.deadline(), config.maxBody()).build(builder);
  }

  @Bean
  InFlight inFlight() {
    return new InFlight();
  }

  @Bean
  Attempts attempts(Fleet fleet, RetryBudget budget, RequestFigures figures) {
    return new Attempts(fleet, budget, figures);
  }

  @Bean(destroyMethod = "dispose")
  ConnectionProvider upstreamConnections() {
    return ConnectionProvider.builder("upstream")
        .maxConnections(CONNECTIONS_PER_INSTANCE)
        .pendingAcquireMaxCount(2 * CONNECTIONS_PER_INSTANCE)
        .pendingAcquireTimeout(ACQUIRE_TIMEOUT)
        .maxIdleTime(UPSTREAM_IDLE)
        .evictInBackground(Duration.ofSeconds(5))
        .disposeInactivePoolsInBackground(Duration.ofMinutes(1), Duration.ofMinutes(2))
        .lifo()
        .build();
  }

  /** All time-outs are the client's own: set per request they would make a copy of it each time. */
  @Bean
  HttpClient upstreamClient(
      ConnectionProvider upstreamConnections, LoopResources eventLoops, GatewayConfig config) {
    return HttpClient.create(upstreamConnections)
        .runOn(eventLoops)
        .disableRetry(true)
        .followRedirect(false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) config.connectTimeout().toMillis())
        .responseTimeout(config.deadline())
        .httpResponseDecoder(spec -> spec.maxHeaderSize(HEADER_BYTES));
  }

  @Bean
  Upstream upstream(HttpClient upstreamClient) {
    return new Upstream(upstreamClient);
  }

  @Bean
  AnswerWriter answerWriter() {
    return new AnswerWriter();
  }

  /** Sockets take connections of their own: in the pool each would hold a place for as long as it lives. */
  @Bean
  OpenSockets openSockets() {
    return new OpenSockets();
  }

  @Bean
  SocketProxy socketProxy(LoopResources eventLoops, GatewayConfig config, OpenSockets open) {
    HttpClient client =
        HttpClient.create(ConnectionProvider.newConnection())
            .runOn(eventLoops)
            .disableRetry(true)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) config.connectTimeout().toMillis());
    return new SocketProxy(
        client,
        () ->
            WebsocketClientSpec.builder()
                .maxFramePayloadLength(FRAME_BYTES_FROM_SERVICE)
                .handlePing(true),
        new HandshakeWebSocketService(
            new ReactorNettyRequestUpgradeStrategy(
                () ->
                    WebsocketServerSpec.builder()
                        .maxFramePayloadLength(FRAME_BYTES_FROM_CALLER)
                        .handlePing(true))),
        open);
  }

  @Bean
  HandlerMapping page() throws IOException {
    // After the routes: what none of them takes is the page's, or nobody's.
    return new SimpleUrlHandlerMapping(Map.of("/**", Page.load()), 100);
  }

  /** Sizes of request lines and headers are in application.yml, where the framework would otherwise set its own. */
  @Bean
  NettyServerCustomizer limits(Connections connections, PublicPort port, GatewayConfig config) {
    return server ->
        port.shared(server)
            .idleTimeout(CLIENT_IDLE)
            .requestTimeout(WHOLE_REQUEST)
            .doOnChannelInit(
                (observer, channel, address) -> {
                  count(channel, connections);
                  SpokenProtocol.onceSettled(
                      channel, settled -> guard(settled, config.headerTimeout()));
                });
  }

  private static void guard(Channel channel, Duration headerTimeout) {
    UnreadableRequest.explainOn(channel);
    HeaderDeadline.watch(channel, headerTimeout);
  }

  private static void count(Channel channel, Connections connections) {
    SocketAddress peer = channel.remoteAddress();
    if (connections.open(peer)) {
      channel.closeFuture().addListener(closed -> connections.close(peer));
    } else {
      channel.close();
    }
  }

  /** The threads that do all the work, of this gateway and no other that may run in the same process. */
  @Bean(destroyMethod = "")
  LoopResources eventLoops() {
    return LoopResources.create("gateway", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
  }

  @Bean
  ReactorResourceFactory reactorResources(
      LoopResources eventLoops, ConnectionProvider upstreamConnections) {
    ReactorResourceFactory resources = new ReactorResourceFactory();
    resources.setUseGlobalResources(false);
    resources.setLoopResources(eventLoops);
    resources.setConnectionProvider(upstreamConnections);
    return resources;
  }
}
