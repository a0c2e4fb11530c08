package app.rollingpaper.gateway.page;

import app.rollingpaper.gateway.edge.Problem;
import app.rollingpaper.gateway.edge.Trace;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * Answers everything that is no API: the page's files from memory, with validators, and {@code index.html} for the
 * addresses the page itself draws.
 */
public final class Page implements WebHandler {
  private static final String ROOT = "classpath:/web/";
  private static final String INDEX = "/index.html";
  private static final Pattern VIEWS = Pattern.compile("/(?:p/[^/]+)?");
  private static final List<String> ALLOWED = List.of("GET", "HEAD");

  /** Nothing inline, nothing from elsewhere: a note that finds a way into the markup still cannot run. */
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data:",
          "font-src 'self'",
          "connect-src 'self'",
          "manifest-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'");

  private final Map<String, Asset> assets;

  private Page(Map<String, Asset> assets) {
    this.assets = Map.copyOf(assets);
  }

  /** The page that came with the program. */
  public static Page load() throws IOException {
    PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
    String root = resources.getResource(ROOT + "index.html").getURL().toString();
    int prefix = root.length() - INDEX.length();
    Map<String, Asset> assets = new HashMap<>();
    for (Resource resource : resources.getResources(ROOT + "**/*.*")) {
      String path = resource.getURL().toString().substring(prefix);
      assets.put(path, Asset.of(path, resource.getContentAsByteArray()));
    }
    return new Page(assets);
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
    Asset asset = VIEWS.matcher(path).matches() ? assets.get(INDEX) : assets.get(path);
    return asset == null ? Mono.error(Problem.notFound()) : send(exchange, asset);
  }

  private static Mono<Void> send(ServerWebExchange exchange, Asset asset) {
    ServerHttpResponse response = exchange.getResponse();
    HttpHeaders headers = response.getHeaders();
    headers.set(HttpHeaders.ETAG, asset.etag());
    headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
    headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    headers.set("Content-Security-Policy", POLICY);
    headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
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
