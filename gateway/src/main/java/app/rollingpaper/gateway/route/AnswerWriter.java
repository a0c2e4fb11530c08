package app.rollingpaper.gateway.route;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Passes an instance's answer on when all tries are over. */
public final class AnswerWriter implements GlobalFilter, Ordered {
  @Override
  public int getOrder() {
    return -1;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    return chain
        .filter(exchange)
        .then(Mono.defer(() -> Answer.passOn(exchange)))
        .doOnError(failure -> Answer.discard(exchange))
        .doOnCancel(() -> Answer.discard(exchange));
  }
}
