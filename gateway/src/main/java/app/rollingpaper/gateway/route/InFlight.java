package app.rollingpaper.gateway.route;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Ends a request's visit when the last byte of the answer is written, which is after all tries are over. */
public final class InFlight implements GlobalFilter, Ordered {
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    return chain.filter(exchange).doFinally(signal -> end(exchange, signal));
  }

  private static void end(ServerWebExchange exchange, SignalType signal) {
    Visit visit = Visit.of(exchange);
    if (visit != null && signal == SignalType.ON_ERROR && exchange.getResponse().isCommitted()) {
      visit.failed();
    }
    Visit.end(exchange);
  }
}
