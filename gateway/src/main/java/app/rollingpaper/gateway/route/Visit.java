package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.balance.Instance;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** One request at one instance, from the sending to the last byte of the answer. Touched by one request only. */
final class Visit {
  private static final String ATTRIBUTE = Visit.class.getName();
  private static final int SERVER_ERROR = 500;

  private final Instance instance;
  private final long startedAt = System.nanoTime();
  private boolean failed;
  private boolean socket;

  private Visit(Instance instance) {
    this.instance = instance;
  }

  /** Counts the request at the instance until {@link #end}. */
  static Visit begin(ServerWebExchange exchange, Instance instance) {
    Visit visit = new Visit(instance);
    exchange.getAttributes().put(ATTRIBUTE, visit);
    instance.traffic().started();
    return visit;
  }

  static @Nullable Visit of(ServerWebExchange exchange) {
    return exchange.getAttribute(ATTRIBUTE);
  }

  /** The visit of a request that has been given an instance. */
  static Visit underWay(ServerWebExchange exchange) {
    return exchange.getRequiredAttribute(ATTRIBUTE);
  }

  Instance instance() {
    return instance;
  }

  /** The instance has answered with this status. */
  void answered(int status) {
    failed = status >= SERVER_ERROR;
  }

  /** The instance has not answered, or not to the end. */
  void failed() {
    failed = true;
  }

  boolean hasFailed() {
    return failed;
  }

  /** The instance has answered by accepting a WebSocket. */
  void becameSocket() {
    socket = true;
    instance.traffic().socketOpened(System.nanoTime() - startedAt);
  }

  /** Ends the visit that is under way, if there is one. */
  static void end(ServerWebExchange exchange) {
    if (exchange.getAttributes().remove(ATTRIBUTE) instanceof Visit visit) {
      if (visit.socket) {
        visit.instance.traffic().socketClosed();
      } else {
        visit.instance.traffic().finished(visit.failed, System.nanoTime() - visit.startedAt);
      }
    }
  }
}
