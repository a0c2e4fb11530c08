package app.rollingpaper.user;

import app.rollingpaper.common.config.Configuration;
import app.rollingpaper.common.db.Database;
import app.rollingpaper.common.http.Json;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.compose.embedded.testing.TestBroker;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import app.rollingpaper.compose.embedded.testing.TestRedis;
import app.rollingpaper.user.key.SigningKeys;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.RSAKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One instance of the service within this JVM, on a database of its own, and a client for it. */
final class RunningService implements AutoCloseable {
  static final ObjectMapper JSON = Json.mapper();
  static final String PASSWORD = "correct horse battery";

  private final UserServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private final UserConfig config;

  private RunningService(UserServer server, UserConfig config) {
    this.server = server;
    this.config = config;
  }

  static RunningService start(TestClock clock) {
    return start(TestPostgres.freshDatabase("users", "user_service"), clock, Map.of());
  }

  static RunningService start(TestDatabase database, TestClock clock, Map<String, String> more) {
    UserConfig config = config(database, more);
    return new RunningService(UserServer.start(config, clock), config);
  }

  static UserConfig config(TestDatabase database, Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "RP_PROFILE", "test",
                "RP_HTTP_PORT", "0",
                "RP_HTTP_ADMIN_PORT", "0",
                "RP_HTTP_DRAIN_DELAY", "0s",
                "RP_DATABASE_URL", database.jdbcUrl(),
                "RP_DATABASE_USER", database.user(),
                "RP_DATABASE_PASSWORD", database.password(),
                "RP_AMQP_URL", TestBroker.url(),
                "RP_REDIS_URL", TestRedis.url()));
    environment.put("RP_HTTP_WARM_UP", "0s");
    environment.putAll(more);
    return Configuration.read(environment).as(UserConfig.class);
  }

  /** An answer of the service. */
  record Answer(int status, HttpHeaders headers, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException notJson) {
        throw new AssertionError("not JSON: " + text, notJson);
      }
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** The value of the session cookie that this answer sets. */
    String cookie() {
      String set = header("Set-Cookie");
      return set.substring("__Host-session=".length(), set.indexOf(';'));
    }

    String accessToken() {
      return json().get("accessToken").asText();
    }

    /** The last part of the problem's type. */
    String problem() {
      String type = json().get("type").asText();
      return type.substring(type.lastIndexOf('/') + 1);
    }
  }

  Answer send(String method, String path, byte @Nullable [] body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  Answer get(String path, Map<String, String> headers) {
    return send("GET", path, null, headers);
  }

  Answer post(String path, String json, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return send("POST", path, json.getBytes(StandardCharsets.UTF_8), all);
  }

  Answer admin(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + path)).build();
    try {
      HttpResponse<String> response =
          client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  static String newEmail() {
    return "person-" + UUID.randomUUID() + "@example.org";
  }

  static String json(Map<String, ?> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  Answer signUp(String email) {
    return post(
        "/api/users", json(Map.of("email", email, "password", PASSWORD, "name", "지우")), Map.of());
  }

  Answer signIn(String email, String password) {
    return post("/api/sessions", json(Map.of("email", email, "password", password)), Map.of());
  }

  /** Signs up and in as somebody new. */
  Answer newSession() {
    String email = newEmail();
    signUp(email);
    return signIn(email, PASSWORD);
  }

  Answer refresh(String cookie) {
    return send(
        "POST", "/api/sessions/refresh", null, Map.of("Cookie", "__Host-session=" + cookie));
  }

  Answer signOut(String cookie) {
    return send(
        "DELETE", "/api/sessions/current", null, Map.of("Cookie", "__Host-session=" + cookie));
  }

  Answer me(String token) {
    return get("/api/users/me", Map.of("Authorization", "Bearer " + token));
  }

  /** Both halves of the key that signs, read from the database as another instance would. */
  RSAKey signingKey() {
    try (Database database = new Database(config.database(), "test", new SimpleMeterRegistry())) {
      return new SigningKeys(
              database.jdbi(), config.keys(), Ids.timeOrdered(), InstantSource.system())
          .current()
          .jwk();
    }
  }

  boolean ready() {
    return server.ready();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
