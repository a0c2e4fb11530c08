package app.rollingpaper.gateway.limit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.Locale;

/** What was refused and what is open, for the metrics. */
public final class LimitFigures {
  private final Intake intake;
  private final Breakers breakers;
  private final RetryBudget retries;
  private final RateLimits rates;
  private final Connections connections;

  public LimitFigures(
      Intake intake,
      Breakers breakers,
      RetryBudget retries,
      RateLimits rates,
      Connections connections) {
    this.intake = intake;
    this.breakers = breakers;
    this.retries = retries;
    this.rates = rates;
    this.connections = connections;
  }

  /** Appends the figures in Prometheus' text format. */
  public void appendTo(StringBuilder out) {
    append(out, "gateway_shed_total", "counter", intake.refused());
    append(out, "gateway_retries_withheld_total", "counter", retries.withheld());
    append(out, "gateway_sockets", "gauge", intake.sockets().taken());
    append(out, "gateway_sockets_refused_total", "counter", intake.sockets().refused());
    append(out, "gateway_connections", "gauge", connections.open());
    append(out, "gateway_connections_refused_total", "counter", connections.refused());
    append(out, "gateway_rate_limited_total", "counter", rates.refused());
    append(out, "gateway_rate_uncounted_total", "counter", rates.uncounted());
    out.append("# TYPE gateway_breaker_open gauge\n");
    for (CircuitBreaker breaker : breakers.all()) {
      out.append("gateway_breaker_open{service=\"")
          .append(breaker.getName())
          .append("\",state=\"")
          .append(breaker.getState().name().toLowerCase(Locale.ROOT))
          .append("\"} ")
          .append(breaker.getState() == CircuitBreaker.State.CLOSED ? 0 : 1)
          .append('\n');
    }
  }

  private static void append(StringBuilder out, String name, String type, long value) {
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    out.append(name).append(' ').append(value).append('\n');
  }
}
