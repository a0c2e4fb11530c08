package app.rollingpaper.gateway.route;

import io.netty.channel.EventLoop;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Begins something after the events that an event loop has at hand, not among them. Netty finds the channel that an event is
 * for by the number of its descriptor ({@code EpollIoHandler}): a connection made while events are handed out may get the
 * number of one that has just been closed, and with it what was heard of that one. It then fails with a {@link
 * java.nio.channels.NotYetConnectedException}, and is connected and written to all the same.
 */
final class NextTurn {
  private NextTurn() {}

  /** On the loop of the connection that a request came by. */
  static <T> Mono<T> of(ServerWebExchange exchange, Mono<T> begun) {
    HttpServerRequest arrived = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
    return on(((Connection) arrived).channel().eventLoop(), begun);
  }

  static <T> Mono<T> on(EventLoop loop, Mono<T> begun) {
    return begun.subscribeOn(Schedulers.fromExecutor(loop::execute));
  }
}
