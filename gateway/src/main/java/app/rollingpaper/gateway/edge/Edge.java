package app.rollingpaper.gateway.edge;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

/**
 * The outermost step of every request: names it, stamps the answer with the headers that protect the reader, turns whatever
 * went wrong into problem+json, counts it and writes it down.
 */
public final class Edge implements WebFilter, Ordered {
  private static final Logger events = LoggerFactory.getLogger(Edge.class);

  /** Methods that nobody here needs and that help those who look for holes. */
  private static final List<String> REFUSED = List.of("TRACE", "TRACK", "CONNECT");

  private static final List<String> ALLOWED =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final RequestFigures figures;
  private final RequestLog log;
  private final PublicPort port;
  private final boolean secured;

  /**
   * The step for one public port.
   *
   * @param secured whether callers are told never to come without TLS again
   * @param logsAll whether every request gets its line, and not only those that are notable
   */
  public Edge(RequestFigures figures, PublicPort port, boolean secured, boolean logsAll) {
    this.secured = secured;
    this.figures = figures;
    this.log = new RequestLog(logsAll);
    this.port = port;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    HttpHeaders incoming = exchange.getRequest().getHeaders();
    Trace trace = Trace.begin(exchange, RequestId.of(incoming.getFirst(RequestId.HEADER)));
    HttpHeaders outgoing = exchange.getResponse().getHeaders();
    stamp(outgoing, trace);
    if (secured) {
      outgoing.set("Strict-Transport-Security", "max-age=31536000");
    }
    if (port.isLeaving()) {
      outgoing.set(HttpHeaders.CONNECTION, "close");
    }
    Mono<Void> handled =
        REFUSED.contains(exchange.getRequest().getMethod().name())
            ? Mono.error(Problem.methodNotAllowed(ALLOWED))
            : chain.filter(exchange);
    return handled
        .onErrorResume(failure -> answer(exchange, trace, failure))
        .doFinally(signal -> writeDown(exchange, trace));
  }

  private static void stamp(HttpHeaders headers, Trace trace) {
    headers.set(RequestId.HEADER, trace.requestId());
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
  }

  private static Mono<Void> answer(ServerWebExchange exchange, Trace trace, Throwable failure) {
    ServerHttpResponse response = exchange.getResponse();
    if (response.isCommitted()
        || AbortedException.isConnectionReset(failure) && !(failure instanceof Problem)) {
      // Half an answer is out, or nobody is there to read one: only the connection can tell.
      events.warn(
          "event=answer-cut-off request_id={} cause={}",
          trace.requestId(),
          failure.getClass().getSimpleName());
      return Mono.error(failure);
    }
    Problem problem = problemOf(failure);
    if (problem.status() == 500) {
      events.error("event=request-failed request_id={}", trace.requestId(), failure);
    }
    response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
    HttpHeaders headers = response.getHeaders();
    headers.set(HttpHeaders.CONTENT_TYPE, "application/problem+json");
    headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    if (problem.retryAfterSeconds() > 0) {
      headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfterSeconds()));
    }
    if (!problem.allowed().isEmpty()) {
      headers.set(HttpHeaders.ALLOW, String.join(", ", problem.allowed()));
    }
    byte[] body = problem.json(trace.requestId()).getBytes(StandardCharsets.UTF_8);
    headers.setContentLength(body.length);
    if (exchange.getRequest().getMethod() == HttpMethod.HEAD) {
      return response.setComplete();
    }
    return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
  }

  private static Problem problemOf(Throwable failure) {
    return switch (failure) {
      case Problem problem -> problem;
      case ResponseStatusException refusal -> Problem.ofStatus(refusal.getStatusCode().value());
      default -> Problem.internal(failure);
    };
  }

  private void writeDown(ServerWebExchange exchange, Trace trace) {
    HttpStatusCode status = exchange.getResponse().getStatusCode();
    int code = status == null ? 499 : status.value();
    long nanos = trace.elapsedNanos();
    figures.answered(code, nanos);
    log.answered(exchange, trace, code, nanos);
  }
}
