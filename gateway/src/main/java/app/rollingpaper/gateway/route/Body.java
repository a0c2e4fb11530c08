package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.edge.Problem;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes a request's body in whole before anything is sent on: it can then be sent again, its length is known and bounded,
 * and a caller who dribbles holds nothing of a service. Kept on the heap, so that a try which is given up leaks nothing.
 */
final class Body {
  private Body() {}

  /** The exchange with a body that can be read as often as needed; fails with 413 when it is larger than {@code limit}. */
  static Mono<ServerWebExchange> whole(ServerWebExchange exchange, int limit) {
    ServerHttpRequest request = exchange.getRequest();
    HttpHeaders headers = request.getHeaders();
    long announced = headers.getContentLength();
    if (announced > limit) {
      return tooLarge(exchange);
    }
    boolean chunked = headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
    if (announced <= 0 && !chunked) {
      return Mono.just(exchange);
    }
    return DataBufferUtils.join(request.getBody(), limit)
        .map(Body::bytes)
        .defaultIfEmpty(new byte[0])
        .onErrorResume(
            DataBufferLimitException.class, exceeded -> tooLarge(exchange).cast(byte[].class))
        .map(bytes -> exchange.mutate().request(new Whole(request, bytes, exchange)).build());
  }

  private static Mono<ServerWebExchange> tooLarge(ServerWebExchange exchange) {
    // The rest of the body is not read, so the connection cannot carry another request.
    exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
    return Mono.error(Problem.tooLarge());
  }

  private static byte[] bytes(DataBuffer joined) {
    try {
      byte[] bytes = new byte[joined.readableByteCount()];
      joined.read(bytes);
      return bytes;
    } finally {
      DataBufferUtils.release(joined);
    }
  }

  private static final class Whole extends ServerHttpRequestDecorator {
    private final HttpHeaders headers;
    private final Flux<DataBuffer> body;

    Whole(ServerHttpRequest request, byte[] bytes, ServerWebExchange exchange) {
      super(request);
      this.headers = new HttpHeaders();
      this.headers.putAll(request.getHeaders());
      this.headers.remove(HttpHeaders.TRANSFER_ENCODING);
      this.headers.setContentLength(bytes.length);
      this.body =
          bytes.length == 0
              ? Flux.empty()
              : Flux.defer(() -> Flux.just(exchange.getResponse().bufferFactory().wrap(bytes)));
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public Flux<DataBuffer> getBody() {
      return body;
    }
  }
}
