package app.rollingpaper.gateway.edge;

import org.springframework.web.server.ServerWebExchange;

/** What is written down about one request; filled in along its way. Touched by one request only. */
public final class Trace {
  private static final String ATTRIBUTE = Trace.class.getName();

  private final String requestId;
  private final long startedAt = System.nanoTime();
  private String route = "-";
  private String instance = "-";
  private int attempts;

  Trace(String requestId) {
    this.requestId = requestId;
  }

  public static Trace of(ServerWebExchange exchange) {
    return exchange.getRequiredAttribute(ATTRIBUTE);
  }

  static Trace begin(ServerWebExchange exchange, String requestId) {
    Trace trace = new Trace(requestId);
    exchange.getAttributes().put(ATTRIBUTE, trace);
    return trace;
  }

  /** The request is being sent to an instance. */
  public void sentTo(String routeId, String instanceId) {
    route = routeId;
    instance = instanceId;
    attempts++;
  }

  public void servedBy(String routeId) {
    route = routeId;
  }

  /** Since the request arrived. */
  public long elapsedNanos() {
    return System.nanoTime() - startedAt;
  }

  public String requestId() {
    return requestId;
  }

  String route() {
    return route;
  }

  String instance() {
    return instance;
  }

  /** How often the request has been sent to an instance. */
  public int attempts() {
    return attempts;
  }
}
