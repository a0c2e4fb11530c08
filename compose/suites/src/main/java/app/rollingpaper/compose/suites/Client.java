package app.rollingpaper.compose.suites;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Speaks HTTP to one address as any client library does, and sends nothing twice by itself. Thread-safe. */
public final class Client {
  // Longer than the gateway's own deadline, so that it is the gateway who says that something took
  // too long.
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  /** A client of the system behind a URL such as {@code http://localhost:8080}. */
  public Client(String base) {
    this.base = URI.create(base);
  }

  public Request get(String path) {
    return new Request("GET", path);
  }

  public Request post(String path) {
    return new Request("POST", path);
  }

  public Request put(String path) {
    return new Request("PUT", path);
  }

  public Request patch(String path) {
    return new Request("PATCH", path);
  }

  public Request delete(String path) {
    return new Request("DELETE", path);
  }

  /** A request that is being put together; it may be sent more than once. Not thread-safe. */
  public final class Request {
    private final String method;
    private final String path;
    private final HttpRequest.Builder builder;
    private String body = "";

    private Request(String method, String path) {
      this.method = method;
      this.path = path;
      this.builder = HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
    }

    public Request as(Person person) {
      return header("Authorization", "Bearer " + person.token());
    }

    /** The {@code Idempotency-Key}, under which the request has its effect once however often it is sent. */
    public Request key(String key) {
      return header("Idempotency-Key", key);
    }

    public Request header(String name, String value) {
      builder.setHeader(name, value);
      return this;
    }

    /** The body as JSON, made of maps, lists, texts, numbers and truth values. */
    public Request json(Object content) {
      body = Json.write(content);
      return header("Content-Type", "application/json");
    }

    /** Sends it once; an {@link IOException} means that nobody knows whether it had an effect. */
    public Answer send() throws IOException {
      HttpRequest.BodyPublisher publisher =
          body.isEmpty()
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofString(body);
      try {
        HttpResponse<String> response =
            http.send(
                builder.method(method, publisher).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Answer(response.statusCode(), response.headers(), response.body());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException(this + " was interrupted");
      }
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }
}
