package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.balance.Instance;
import app.rollingpaper.gateway.edge.Cleaned;
import app.rollingpaper.gateway.edge.Trace;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.net.URI;
import org.reactivestreams.Publisher;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.transport.AddressUtils;

/**
 * Sends a request to the instance that was chosen for it, and takes the answer. Stands in for the framework's own sender,
 * which copies all headers four times, takes each address apart anew and writes a bodiless request in two pieces.
 */
public final class Upstream implements GlobalFilter, Ordered {
  private static final int MOST_INSTANCES = 1_000;

  private final HttpClient client;
  private final Cache<URI, HttpClient> instances =
      Caffeine.newBuilder().maximumSize(MOST_INSTANCES).build();

  public Upstream(HttpClient client) {
    this.client = client;
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    ServerHttpRequest request = exchange.getRequest();
    HttpServerRequest arrived = ServerHttpRequestDecorator.getNativeRequest(request);
    return at(Visit.underWay(exchange).instance())
        .request(arrived.method())
        .uri(pathAndQuery(request.getURI()))
        .send((outgoing, outbound) -> send(exchange, arrived, outgoing, outbound))
        .responseConnection((answer, connection) -> Answer.take(exchange, answer, connection))
        .then();
  }

  private HttpClient at(Instance instance) {
    return instances.get(
        instance.address().url(),
        url -> {
          InetSocketAddress address = AddressUtils.createUnresolved(url.getHost(), url.getPort());
          return client.remoteAddress(() -> address);
        });
  }

  /** As the caller wrote it. */
  static String pathAndQuery(URI uri) {
    String query = uri.getRawQuery();
    return query == null ? uri.getRawPath() : uri.getRawPath() + "?" + query;
  }

  private static Publisher<Void> send(
      ServerWebExchange exchange,
      HttpServerRequest arrived,
      HttpClientRequest outgoing,
      NettyOutbound outbound) {
    HttpHeaders headers = outgoing.requestHeaders();
    // The client's own, for requests that have none.
    headers.remove(HttpHeaderNames.USER_AGENT);
    headers.remove(HttpHeaderNames.ACCEPT);
    Cleaned.copyTowardsUpstream(arrived.requestHeaders(), headers, Trace.of(exchange).requestId());
    byte[] body = Body.of(exchange);
    return body.length == 0
        ? Mono.empty()
        : outbound.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)));
  }
}
