package app.rollingpaper.paper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A client of the service that knows nothing but HTTP. Immutable. */
record Api(int port, Map<String, String> headers) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What came back. */
  record Answer(int status, JsonNode body, HttpResponse<byte[]> response) {
    String text(String field) {
      return body.path(field).asText();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String plain() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The last part of the problem's type. */
    String problem() {
      return text("type").replace("https://rollingpaper.app/problems/", "");
    }
  }

  Api with(String header, String value) {
    Map<String, String> more = new java.util.HashMap<>(headers);
    more.put(header, value);
    return new Api(port, Map.copyOf(more));
  }

  Api as(String token) {
    return with("Authorization", "Bearer " + token);
  }

  Answer get(String path) {
    return send("GET", path, HttpRequest.BodyPublishers.noBody());
  }

  /** What is not JSON. */
  Answer text(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try {
      HttpResponse<byte[]> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), MissingNode.getInstance(), response);
    } catch (IOException failed) {
      throw new IllegalStateException(path + " failed", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  Answer post(String path, String json) {
    return send("POST", path, HttpRequest.BodyPublishers.ofString(json));
  }

  Answer post(String path, byte[] body) {
    return send("POST", path, HttpRequest.BodyPublishers.ofByteArray(body));
  }

  Answer patch(String path, String json) {
    return send("PATCH", path, HttpRequest.BodyPublishers.ofString(json));
  }

  Answer put(String path, String json) {
    return send("PUT", path, HttpRequest.BodyPublishers.ofString(json));
  }

  Answer delete(String path) {
    return send("DELETE", path, HttpRequest.BodyPublishers.noBody());
  }

  Answer send(String method, String path, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    if (body.contentLength() > 0 && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      JsonNode parsed =
          response.body().length == 0 ? MissingNode.getInstance() : parse(response.body());
      return new Answer(response.statusCode(), parsed, response);
    } catch (IOException failed) {
      throw new IllegalStateException(method + " " + path + " failed", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException(
          "not JSON: " + new String(body, StandardCharsets.UTF_8), notJson);
    }
  }
}
