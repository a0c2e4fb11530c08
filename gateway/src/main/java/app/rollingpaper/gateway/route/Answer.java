package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.edge.Cleaned;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServerResponse;

/**
 * An instance's answer on its way to the caller. A small one is there as a whole before anything of it is passed on, so that
 * an instance which dies in the middle of it can still be replaced; of others only the beginning is.
 */
final class Answer {
  private static final String ATTRIBUTE = Answer.class.getName();

  /** Bytes; larger answers are passed on piece by piece. */
  private static final int SMALL = 64 * 1024;

  private static final byte[] NOTHING = {};

  private final Connection connection;
  private final boolean unprocessed;
  private final List<String> headers;
  private byte @Nullable [] whole;

  private Answer(Connection connection, boolean unprocessed, List<String> headers) {
    this.connection = connection;
    this.unprocessed = unprocessed;
    this.headers = headers;
  }

  /** Takes what the instance answers; ends when it may be judged, and fails when it breaks off before. */
  static Mono<Void> take(
      ServerWebExchange exchange, HttpClientResponse answered, Connection connection) {
    ServerHttpResponse response = exchange.getResponse();
    response.setStatusCode(HttpStatusCode.valueOf(answered.status().code()));
    HttpHeaders outgoing = headersOf(response);
    Answer answer =
        new Answer(
            connection,
            "?1".equals(answered.responseHeaders().get(Cleaned.UNPROCESSED)),
            Cleaned.copyTowardsCaller(answered.responseHeaders(), outgoing));
    exchange.getAttributes().put(ATTRIBUTE, answer);
    String length = answered.responseHeaders().get(HttpHeaderNames.CONTENT_LENGTH);
    if (length == null) {
      return Mono.empty();
    }
    outgoing.remove(HttpHeaderNames.TRANSFER_ENCODING);
    return isSmall(length) ? answer.takeWhole() : Mono.empty();
  }

  /** The length is as the instance wrote it; what is no number is left to the client to refuse. */
  private static boolean isSmall(String length) {
    try {
      return Long.parseLong(length) <= SMALL;
    } catch (NumberFormatException unreadable) {
      return false;
    }
  }

  private Mono<Void> takeWhole() {
    whole = NOTHING;
    return connection
        .inbound()
        .receive()
        .aggregate()
        .asByteArray()
        .doOnNext(bytes -> whole = bytes)
        .then();
  }

  /** Whether the instance said that nothing of the request was done. */
  static boolean isUnprocessed(ServerWebExchange exchange) {
    Answer answer = exchange.getAttribute(ATTRIBUTE);
    return answer != null && answer.unprocessed;
  }

  /** Passes the answer on, if there is one. */
  static Mono<Void> passOn(ServerWebExchange exchange) {
    Answer answer = exchange.getAttribute(ATTRIBUTE);
    return answer == null ? Mono.empty() : answer.passOn(exchange.getResponse());
  }

  private Mono<Void> passOn(ServerHttpResponse response) {
    NettyDataBufferFactory buffers = (NettyDataBufferFactory) response.bufferFactory();
    byte[] bytes = whole;
    if (bytes != null) {
      return bytes.length == 0
          ? response.setComplete()
          : response.writeWith(Mono.fromSupplier(() -> buffers.wrap(bytes)));
    }
    Flux<DataBuffer> pieces = connection.inbound().receive().retain().map(buffers::wrap);
    return MediaType.TEXT_EVENT_STREAM.isCompatibleWith(response.getHeaders().getContentType())
        ? response.writeAndFlushWith(pieces.map(Flux::just))
        : response.writeWith(pieces);
  }

  /** Forgets the answer, if there is one: the request is sent once more, or nobody waits for it any longer. */
  static void discard(ServerWebExchange exchange) {
    if (exchange.getAttributes().remove(ATTRIBUTE) instanceof Answer answer) {
      if (answer.whole == null) {
        answer.connection.dispose();
      }
      if (!exchange.getResponse().isCommitted()) {
        HttpHeaders outgoing = headersOf(exchange.getResponse());
        answer.headers.forEach(outgoing::remove);
        exchange.getResponse().setStatusCode(null);
      }
    }
  }

  private static HttpHeaders headersOf(ServerHttpResponse response) {
    HttpServerResponse outgoing = ServerHttpResponseDecorator.getNativeResponse(response);
    return outgoing.responseHeaders();
  }
}
