package app.rollingpaper.gateway.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** The page for operators: three files that draw what {@code /instances} says. */
final class OperatorsPage {
  private static final Map<String, String> TYPES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "operators.css", "text/css; charset=utf-8",
          "operators.js", "text/javascript; charset=utf-8");

  /** Nothing inline, nothing from elsewhere, in nobody's frame. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
          + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

  private final Map<String, byte[]> files;

  private OperatorsPage(Map<String, byte[]> files) {
    this.files = files;
  }

  /** The page that came with the program. */
  static OperatorsPage load() {
    Map<String, byte[]> files = new HashMap<>();
    for (String name : TYPES.keySet()) {
      try (InputStream bytes = OperatorsPage.class.getResourceAsStream("/operators/" + name)) {
        if (bytes == null) {
          throw new IllegalStateException("the program lacks operators/" + name);
        }
        files.put(name, bytes.readAllBytes());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return new OperatorsPage(Map.copyOf(files));
  }

  Publisher<Void> send(HttpServerResponse response, String name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      return response.sendNotFound();
    }
    return response
        .header("Content-Type", String.valueOf(TYPES.get(name)))
        .header("Content-Length", Integer.toString(bytes.length))
        .header("Cache-Control", "no-cache")
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .sendByteArray(Mono.just(bytes));
  }
}
