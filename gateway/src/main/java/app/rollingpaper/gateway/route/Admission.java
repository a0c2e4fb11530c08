package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.edge.Problem;
import app.rollingpaper.gateway.edge.Trace;
import app.rollingpaper.gateway.limit.Breakers;
import app.rollingpaper.gateway.limit.CallerAddress;
import app.rollingpaper.gateway.limit.Intake;
import app.rollingpaper.gateway.limit.Limit;
import app.rollingpaper.gateway.limit.Places;
import app.rollingpaper.gateway.limit.RateLimits;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Decides whether a request is taken on at all. Those that are not are told so at once, and when to come back. */
public final class Admission implements GlobalFilter, Ordered {
  private static final int SOON = 1;

  private final Intake intake;
  private final Breakers breakers;
  private final RateLimits rates;
  private final CallerAddress addresses;

  public Admission(Intake intake, Breakers breakers, RateLimits rates, CallerAddress addresses) {
    this.intake = intake;
    this.breakers = breakers;
    this.rates = rates;
    this.addresses = addresses;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE + 1;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
    ServiceRoute target = ServiceRoute.of(route);
    Trace.of(exchange).servedBy(target.id());
    if (SocketProxy.isUpgrade(exchange)) {
      return socket(exchange, chain);
    }
    Limit limit = limitOf(exchange.getRequest());
    if (limit == null) {
      return request(exchange, chain, target);
    }
    return rates
        .take(limit, caller(exchange.getRequest()))
        .flatMap(
            wait ->
                wait.isZero()
                    ? request(exchange, chain, target)
                    : Mono.error(Problem.tooMany(wholeSeconds(wait))));
  }

  private Mono<Void> socket(ServerWebExchange exchange, GatewayFilterChain chain) {
    Places sockets = intake.sockets();
    return sockets.take()
        ? chain.filter(exchange).doFinally(signal -> sockets.giveBack())
        : Mono.error(Problem.overloaded(SOON));
  }

  private Mono<Void> request(
      ServerWebExchange exchange, GatewayFilterChain chain, ServiceRoute target) {
    CircuitBreaker breaker = breakers.of(target.service());
    if (!intake.begin(target.service())) {
      return Mono.error(Problem.overloaded(SOON));
    }
    if (!breaker.tryAcquirePermission()) {
      intake.end(target.service());
      return Mono.error(Problem.unavailable(null));
    }
    return chain
        .filter(exchange)
        .doOnSuccess(done -> breaker.onSuccess(0, TimeUnit.NANOSECONDS))
        .doOnError(failure -> judge(breaker, failure))
        .doOnCancel(breaker::releasePermission)
        .doFinally(signal -> intake.end(target.service()));
  }

  private static void judge(CircuitBreaker breaker, Throwable failure) {
    if (failure instanceof Problem problem && problem.isOfTheService()) {
      breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    } else {
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }
  }

  private static @Nullable Limit limitOf(ServerHttpRequest request) {
    if (request.getMethod() != HttpMethod.POST) {
      return null;
    }
    String path = request.getURI().getRawPath();
    return switch (path) {
      case "/api/users" -> Limit.SIGN_UP;
      case "/api/sessions" -> Limit.SIGN_IN;
      default -> path.endsWith("/guests") ? Limit.GUEST : null;
    };
  }

  private String caller(ServerHttpRequest request) {
    InetSocketAddress peer = request.getRemoteAddress();
    return peer == null || peer.getAddress() == null
        ? "unknown"
        : addresses.of(peer.getAddress(), request.getHeaders().getOrEmpty("X-Forwarded-For"));
  }

  private static int wholeSeconds(Duration wait) {
    return (int) Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
