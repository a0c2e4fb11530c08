package app.rollingpaper.gateway.edge;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.server.ServerWebExchange;

/**
 * A line for each request that is worth one here: it failed, was answered by nobody but the gateway, was sent more than
 * once, or took long. The service that answered has written one for every other, under the same request id; a line here as
 * well costs a quarter of what a gateway can carry, and is to be had by {@code GATEWAY_LOG_ALL}.
 */
final class RequestLog {
  private static final Logger requests = LoggerFactory.getLogger("requests");
  private static final int REFUSED = 400;
  private static final int FAILED = 500;
  private static final long LONG = Duration.ofSeconds(1).toNanos();

  private final boolean all;

  RequestLog(boolean all) {
    this.all = all;
  }

  /**
   * Writes the line, if there is to be one.
   *
   * @param status of the answer; 499 when the caller did not wait for one
   */
  void answered(ServerWebExchange exchange, Trace trace, int status, long nanos) {
    if (!all && !isNotable(trace, status, nanos)) {
      return;
    }
    // The path without its query: what is secret travels in bodies, headers and fragments, and a
    // query might.
    requests.info(
        "event=request request_id={} method={} path={} status={} ms={} route={} instance={} attempts={}",
        trace.requestId(),
        exchange.getRequest().getMethod().name(),
        exchange.getRequest().getURI().getRawPath(),
        status,
        TimeUnit.NANOSECONDS.toMillis(nanos),
        trace.route(),
        trace.instance(),
        trace.attempts());
  }

  private static boolean isNotable(Trace trace, int status, long nanos) {
    return status >= FAILED
        || status >= REFUSED && trace.attempts() == 0
        || trace.attempts() > 1
        || nanos > LONG;
  }
}
