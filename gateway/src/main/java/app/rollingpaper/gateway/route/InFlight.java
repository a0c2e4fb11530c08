package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.balance.Instance;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Counts a request at its instance until the last byte of the answer is written, which is after all tries are over. */
public final class InFlight implements GlobalFilter, Ordered {
  private static final String ATTRIBUTE = InFlight.class.getName();

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    return chain.filter(exchange).doFinally(signal -> end(exchange));
  }

  static void begin(ServerWebExchange exchange, Instance instance) {
    exchange.getAttributes().put(ATTRIBUTE, instance);
    instance.started();
  }

  static void end(ServerWebExchange exchange) {
    if (exchange.getAttributes().remove(ATTRIBUTE) instanceof Instance instance) {
      instance.finished();
    }
  }
}
