package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.edge.Cleaned;
import app.rollingpaper.gateway.edge.Trace;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.support.Netty4HeadersAdapter;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import org.springframework.web.reactive.socket.client.WebSocketClient;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Joins a caller's WebSocket to an instance's. The instance is asked first, and the caller's upgrade is accepted only when
 * the instance has accepted ours: a refusal stays an HTTP status, and an instance that is gone or leaving can still be
 * replaced.
 */
public final class SocketProxy implements GlobalFilter, Ordered {
  private static final Duration HANDSHAKE = Duration.ofSeconds(5);

  /** Told to a caller whose instance is gone: come back. Codes of 4000–4499 mean that in the pages' protocol. */
  private static final CloseStatus INSTANCE_GONE = new CloseStatus(4001, "upstream gone");

  private final WebSocketClient client;
  private final WebSocketService service;
  private final OpenSockets open;

  /**
   * @param client connects to instances
   * @param spec how the sockets to instances are
   * @param service accepts callers
   * @param open where the callers' sockets are kept
   */
  public SocketProxy(
      HttpClient client,
      Supplier<WebsocketClientSpec.Builder> spec,
      WebSocketService service,
      OpenSockets open) {
    this.client = new ReactorNettyWebSocketClient(CallersOrigin.on(client), spec);
    this.service = service;
    this.open = open;
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE - 1;
  }

  static boolean isUpgrade(ServerWebExchange exchange) {
    return "websocket".equalsIgnoreCase(exchange.getRequest().getHeaders().getUpgrade());
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    if (!isUpgrade(exchange)) {
      return chain.filter(exchange);
    }
    URI instance = Visit.underWay(exchange).instance().address().url();
    URI upstream =
        URI.create(
            "ws://"
                + instance.getRawAuthority()
                + Upstream.pathAndQuery(exchange.getRequest().getURI()));
    AtomicBoolean accepted = new AtomicBoolean();
    Mono<Long> patience =
        Mono.delay(HANDSHAKE).filter(elapsed -> !accepted.get()).switchIfEmpty(Mono.never());
    return client
        .execute(upstream, headers(exchange), new UpstreamHandler(exchange, accepted))
        .timeout(patience);
  }

  private static HttpHeaders headers(ServerWebExchange exchange) {
    HttpServerRequest arrived = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
    DefaultHttpHeaders cleaned = new DefaultHttpHeaders();
    Cleaned.copyTowardsUpstream(arrived.requestHeaders(), cleaned, Trace.of(exchange).requestId());
    HttpHeaders headers = new HttpHeaders(new Netty4HeadersAdapter(cleaned));
    // The client's handshake makes its own, but for the subprotocols, which the handler names.
    headers.headerNames().stream()
        .filter(name -> name.regionMatches(true, 0, "sec-websocket", 0, "sec-websocket".length()))
        .toList()
        .forEach(headers::remove);
    if (!headers.containsHeader(HttpHeaders.ORIGIN)) {
      headers.set(HttpHeaders.ORIGIN, CallersOrigin.NONE);
    }
    return headers;
  }

  /** The instance's side, entered when it has accepted. */
  private final class UpstreamHandler implements WebSocketHandler {
    private final ServerWebExchange exchange;
    private final AtomicBoolean accepted;

    UpstreamHandler(ServerWebExchange exchange, AtomicBoolean accepted) {
      this.exchange = exchange;
      this.accepted = accepted;
    }

    @Override
    public List<String> getSubProtocols() {
      return exchange.getRequest().getHeaders().getOrEmpty("Sec-WebSocket-Protocol").stream()
          .flatMap(names -> Arrays.stream(names.split(",")))
          .map(String::trim)
          .toList();
    }

    @Override
    public Mono<Void> handle(WebSocketSession upstream) {
      accepted.set(true);
      Visit.underWay(exchange).becameSocket();
      // The service's Mono ends with the caller's handshake, and this session with the Mono
      // returned here.
      Sinks.Empty<Void> ended = Sinks.empty();
      WebSocketHandler caller = new CallerHandler(upstream, ended, open);
      return service.handleRequest(exchange, caller).then(ended.asMono());
    }
  }

  /** The caller's side. */
  private record CallerHandler(WebSocketSession upstream, Sinks.Empty<Void> ended, OpenSockets open)
      implements WebSocketHandler {
    @Override
    public List<String> getSubProtocols() {
      String agreed = upstream.getHandshakeInfo().getSubProtocol();
      return agreed == null ? List.of() : List.of(agreed);
    }

    @Override
    public Mono<Void> handle(WebSocketSession caller) {
      open.add(caller);
      return Mono.when(
              pump(caller, upstream),
              pump(upstream, caller),
              passClose(upstream, caller, INSTANCE_GONE),
              passClose(caller, upstream, CloseStatus.GOING_AWAY))
          .doFinally(
              signal -> {
                open.remove(caller);
                ended.tryEmitEmpty();
              });
    }

    private static Mono<Void> pump(WebSocketSession from, WebSocketSession to) {
      return to.send(from.receive().doOnNext(WebSocketMessage::retain)).onErrorComplete();
    }

    private static Mono<Void> passClose(
        WebSocketSession from, WebSocketSession to, CloseStatus lost) {
      return from.closeStatus()
          .defaultIfEmpty(CloseStatus.NO_CLOSE_FRAME)
          .flatMap(status -> to.isOpen() ? to.close(sendable(status, lost)) : Mono.empty())
          .onErrorComplete();
    }

    /** Some codes only describe a close and must not be sent; of the rest, those below 3000 are limited as well. */
    private static CloseStatus sendable(CloseStatus status, CloseStatus lost) {
      int code = status.getCode();
      if (code == CloseStatus.NO_STATUS_CODE.getCode()) {
        return CloseStatus.NORMAL;
      }
      boolean defined = code >= 1000 && code <= 1011 && code != 1004 && code != 1006;
      return defined || code >= 3000 && code <= 4999 ? status : lost;
    }
  }
}
