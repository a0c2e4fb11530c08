package app.rollingpaper.common.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One line in the log and one figure in the metrics for each request; neither holds a query, a header or a body. */
final class RequestLine implements RequestLog {
  private static final Logger log = LoggerFactory.getLogger("request");

  private final MeterRegistry metrics;

  RequestLine(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  @Override
  public void log(Request request, Response response) {
    long nanos = System.nanoTime() - request.getBeginNanoTime();
    String method = request.getMethod();
    int status = response.getStatus();
    Timer.builder("http.server.requests")
        .tag("method", method)
        .tag("status", Integer.toString(status))
        .register(metrics)
        .record(nanos, TimeUnit.NANOSECONDS);
    if (log.isInfoEnabled()) {
      String id = String.valueOf(request.getAttribute(RequestFrame.REQUEST_ID));
      try (MDC.MDCCloseable _ = MDC.putCloseable(RequestFrame.REQUEST_ID, id)) {
        log.info(
            "event=request method={} path={} status={} us={}",
            method,
            request.getHttpURI().getCanonicalPath(),
            status,
            nanos / 1_000);
      }
    }
  }
}
