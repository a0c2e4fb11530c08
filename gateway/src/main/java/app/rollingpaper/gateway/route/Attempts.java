package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.balance.Fleet;
import app.rollingpaper.gateway.balance.Instance;
import app.rollingpaper.gateway.edge.Problem;
import app.rollingpaper.gateway.edge.RequestFigures;
import app.rollingpaper.gateway.edge.Trace;
import app.rollingpaper.gateway.limit.RetryBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/**
 * Chooses an instance for a request, sends the request there, and decides whether it may be sent once more, which is always
 * to another instance. A request that an instance may have acted on is repeated only when that does no harm: it reads, or
 * it carries an {@code Idempotency-Key}. One that an instance has refused and says that it has done nothing of is like one
 * that never reached it.
 *
 * <p>Sits between the filter that writes the answer, which begins only when this one is done, and those that send requests
 * on.
 */
public final class Attempts implements GlobalFilter, Ordered {
  private static final Logger log = LoggerFactory.getLogger(Attempts.class);
  private static final int MOST_ATTEMPTS = 3;
  private static final String PAPER = "paperId";

  private final Fleet fleet;
  private final RetryBudget budget;
  private final RequestFigures figures;

  public Attempts(Fleet fleet, RetryBudget budget, RequestFigures figures) {
    this.fleet = fleet;
    this.budget = budget;
    this.figures = figures;
  }

  @Override
  public int getOrder() {
    return 0;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
    ServiceRoute target = ServiceRoute.of(route);
    Delivery delivery = new Delivery(exchange, chain, target);
    return Body.isAnnounced(exchange)
        ? Body.read(exchange, target.maxBody()).then(Mono.defer(delivery::send))
        : delivery.send();
  }

  /** One request on its way. */
  private final class Delivery {
    private final ServerWebExchange exchange;
    private final GatewayFilterChain chain;
    private final ServiceRoute target;
    private final Trace trace;
    private final @Nullable String key;
    private final List<Instance> tried = new ArrayList<>(MOST_ATTEMPTS);

    Delivery(ServerWebExchange exchange, GatewayFilterChain chain, ServiceRoute target) {
      this.exchange = exchange;
      this.chain = chain;
      this.target = target;
      this.trace = Trace.of(exchange);
      this.key = variables(exchange).get(PAPER);
    }

    Mono<Void> send() {
      Optional<Instance> first = fleet.choose(target.service(), key, tried);
      return first.isEmpty() ? Mono.error(Problem.unavailable(null)) : sendTo(first.get());
    }

    private Mono<Void> sendTo(Instance instance) {
      tried.add(instance);
      trace.sentTo(target.id(), instance.id());
      Visit visit = Visit.begin(exchange, instance);
      Mono<Void> answer = NextTurn.of(exchange, chain.filter(exchange));
      if (isRepeatable() && !SocketProxy.isUpgrade(exchange)) {
        answer = Abandoned.whenLost(answer, instance);
      }
      if (trace.attempts() > 1 && !SocketProxy.isUpgrade(exchange)) {
        // The first try is bounded by the client's own time-out; what is left of it bounds the
        // others.
        answer = answer.timeout(remaining());
      }
      return answer.materialize().flatMap(signal -> judge(visit, signal));
    }

    private Mono<Void> judge(Visit visit, Signal<Void> signal) {
      Instance instance = visit.instance();
      Throwable thrown = signal.getThrowable();
      if (thrown == null) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        return status != null && takeAnswer(visit, status)
            ? another().map(this::again).orElseGet(Mono::empty)
            : Mono.empty();
      }
      Failure failure = Failure.of(thrown);
      switch (failure) {
        case UNREACHABLE -> {
          visit.failed();
          fleet.unreachable(instance);
        }
        case BROKEN_OFF, TOO_LATE -> {
          visit.failed();
          fleet.answered(instance, true);
        }
        // Its checks have taken it out already, and bring it back.
        case ABANDONED -> visit.failed();
        case NO_CONNECTION, DECLINED, OTHER -> {}
      }
      log.info(
          "event=attempt-failed request_id={} instance={} failure={} cause={}",
          trace.requestId(),
          instance.id(),
          failure,
          thrown.toString());
      if (failure.leftNothingDone() || failure.mayHaveBeenSeen() && isRepeatable()) {
        Optional<Instance> next = another();
        if (failure == Failure.ABANDONED) {
          // If the others fail for sure, it is worth another try.
          tried.remove(instance);
        }
        if (next.isPresent()) {
          return again(next.get());
        }
      }
      return Mono.error(failure.problem(thrown));
    }

    /** Takes an answer into account; whether it is a refusal, and another instance may be asked instead. */
    private boolean takeAnswer(Visit visit, HttpStatusCode status) {
      visit.answered(status.value());
      if (status == HttpStatus.BAD_GATEWAY || status == HttpStatus.SERVICE_UNAVAILABLE) {
        fleet.refused(visit.instance());
        return (isRepeatable() || Answer.isUnprocessed(exchange))
            && budget.mayRepeat(target.service());
      }
      fleet.answered(visit.instance(), visit.hasFailed());
      budget.answered(target.service());
      return false;
    }

    private boolean isRepeatable() {
      HttpMethod method = exchange.getRequest().getMethod();
      if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
        return true;
      }
      String idempotencyKey = exchange.getRequest().getHeaders().getFirst("Idempotency-Key");
      return idempotencyKey != null && !idempotencyKey.isBlank();
    }

    private Optional<Instance> another() {
      boolean spent =
          trace.attempts() >= MOST_ATTEMPTS
              || remaining().isNegative()
              || exchange.getResponse().isCommitted();
      return spent ? Optional.empty() : fleet.choose(target.service(), key, tried);
    }

    private Mono<Void> again(Instance instance) {
      Visit.end(exchange);
      Answer.discard(exchange);
      figures.retried();
      return sendTo(instance);
    }

    private Duration remaining() {
      return target.deadline().minusNanos(trace.elapsedNanos());
    }
  }

  private static Map<String, String> variables(ServerWebExchange exchange) {
    return exchange.getAttributeOrDefault(
        ServerWebExchangeUtils.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
  }
}
