package app.rollingpaper.gateway.limit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A circuit breaker for each service: when half of what is sent there finds nobody, breaks off or takes too long, it is
 * spared for a moment and callers are told so at once. Closed again as soon as an instance is found well. Thread-safe.
 */
public final class Breakers {
  private static final int WINDOW = 100;
  private static final int LEAST_CALLS = 20;
  private static final int TRIALS = 5;
  private static final float MOST_FAILED_PERCENT = 50;

  private final CircuitBreakerConfig config;
  private final ConcurrentMap<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

  public Breakers(Duration wait) {
    this.config =
        CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(WINDOW)
            .minimumNumberOfCalls(LEAST_CALLS)
            .failureRateThreshold(MOST_FAILED_PERCENT)
            .waitDurationInOpenState(wait)
            .permittedNumberOfCallsInHalfOpenState(TRIALS)
            .writableStackTraceEnabled(false)
            .build();
  }

  public CircuitBreaker of(String service) {
    return breakers.computeIfAbsent(service, name -> CircuitBreaker.of(name, config));
  }

  /** What went wrong before says nothing about an instance that is well now. */
  public void close(String service) {
    CircuitBreaker breaker = breakers.get(service);
    if (breaker != null) {
      // Closed or not: failures that are still remembered would open it at the next one.
      breaker.reset();
    }
  }

  Collection<CircuitBreaker> all() {
    return breakers.values();
  }
}
