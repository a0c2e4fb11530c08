package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.edge.Problem;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * A request's body, read before the first try, so that every try has it whole and a slow caller holds up no instance. Plain
 * bytes: a try which is given up leaks nothing.
 */
final class Body {
  private static final String ATTRIBUTE = Body.class.getName();
  private static final byte[] NONE = {};

  private Body() {}

  /** The bytes that came with the request; none when nothing did. */
  static byte[] of(ServerWebExchange exchange) {
    return exchange.getAttributeOrDefault(ATTRIBUTE, NONE);
  }

  /** Whether there is something to read. */
  static boolean isAnnounced(ServerWebExchange exchange) {
    HttpHeaders headers = exchange.getRequest().getHeaders();
    return headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
  }

  /** Reads it; fails with 413 when it is larger than {@code limit}. */
  static Mono<Void> read(ServerWebExchange exchange, int limit) {
    ServerHttpRequest request = exchange.getRequest();
    if (request.getHeaders().getContentLength() > limit) {
      return tooLarge(exchange);
    }
    return DataBufferUtils.join(request.getBody(), limit)
        .doOnNext(joined -> exchange.getAttributes().put(ATTRIBUTE, bytes(joined)))
        .then()
        .onErrorResume(DataBufferLimitException.class, exceeded -> tooLarge(exchange));
  }

  private static Mono<Void> tooLarge(ServerWebExchange exchange) {
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
}
