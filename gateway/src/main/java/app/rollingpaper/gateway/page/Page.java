package app.rollingpaper.gateway.page;

import app.rollingpaper.gateway.edge.Problem;
import app.rollingpaper.gateway.edge.Trace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * Answers everything that is no API, from memory: the documents for the addresses the page itself draws, with a
 * validator, and the assets, which never change under their address.
 */
public final class Page implements WebHandler {
  private static final Map<Pattern, String> VIEWS =
      Map.of(
          Pattern.compile("/(?:new|inbox)?"), "index.html",
          Pattern.compile("/p/[^/]+"), "paper.html");
  private static final List<String> ALLOWED = List.of("GET", "HEAD");
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_FIRST = "no-cache";

  private final Edition edition;

  private Page(Edition edition) {
    this.edition = edition;
  }

  /** The page that came with the program. */
  public static Page load() throws IOException {
    return new Page(Edition.load());
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange) {
    ServerHttpRequest request = exchange.getRequest();
    String path = request.getPath().pathWithinApplication().value();
    if (path.startsWith("/api/")
        || path.startsWith("/ws/")
        || path.startsWith("/.well-known/")
        || path.equals("/api")) {
      return Mono.error(Problem.notFound());
    }
    Trace.of(exchange).servedBy("page");
    if (request.getMethod() != HttpMethod.GET && request.getMethod() != HttpMethod.HEAD) {
      return Mono.error(Problem.methodNotAllowed(ALLOWED));
    }
    return path.startsWith(Edition.PREFIX) ? asset(exchange, path) : document(exchange, path);
  }

  private Mono<Void> document(ServerWebExchange exchange, String path) {
    Optional<Document> found =
        VIEWS.entrySet().stream()
            .filter(view -> view.getKey().matcher(path).matches())
            .map(view -> edition.documents().get(view.getValue()))
            .findFirst();
    if (found.isEmpty()) {
      return Mono.error(Problem.notFound());
    }
    HttpHeaders headers = exchange.getResponse().getHeaders();
    headers.set("Content-Security-Policy", found.get().policy());
    headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    return send(exchange, found.get().asset(), ASK_FIRST);
  }

  /**
   * Whoever asks for another edition has its document from a gateway that has been replaced since, or is about to be:
   * they get what there is, but may not keep it.
   */
  private Mono<Void> asset(ServerWebExchange exchange, String path) {
    int end = path.indexOf('/', Edition.PREFIX.length());
    Asset asset = end < 0 ? null : edition.assets().get(path.substring(end));
    if (asset == null) {
      return Mono.error(Problem.notFound());
    }
    return send(exchange, asset, path.startsWith(edition.root() + "/") ? FOR_EVER : ASK_FIRST);
  }

  private static Mono<Void> send(ServerWebExchange exchange, Asset asset, String caching) {
    ServerHttpResponse response = exchange.getResponse();
    HttpHeaders headers = response.getHeaders();
    headers.set(HttpHeaders.ETAG, asset.etag());
    headers.set(HttpHeaders.CACHE_CONTROL, caching);
    headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (exchange.checkNotModified(asset.etag())) {
      return response.setComplete();
    }
    byte[] bytes = asset.bytes();
    byte[] gzipped = asset.gzipped();
    if (gzipped != null && accepts(exchange.getRequest(), "gzip")) {
      headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
      bytes = gzipped;
    }
    response.setStatusCode(HttpStatus.OK);
    headers.set(HttpHeaders.CONTENT_TYPE, asset.contentType());
    headers.setContentLength(bytes.length);
    if (exchange.getRequest().getMethod() == HttpMethod.HEAD) {
      return response.setComplete();
    }
    byte[] sent = bytes;
    return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(sent)));
  }

  private static boolean accepts(ServerHttpRequest request, String coding) {
    String accepted = request.getHeaders().getFirst(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null && accepted.contains(coding) && !accepted.contains(coding + ";q=0");
  }
}
