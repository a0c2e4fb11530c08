package app.rollingpaper.notification;

import static org.awaitility.Awaitility.await;

import app.rollingpaper.common.config.Configuration;
import app.rollingpaper.compose.embedded.testing.TestBroker;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One instance of the service within this JVM, and a client for it. */
final class RunningService implements AutoCloseable {
  private final NotificationServer server;
  private final NotificationConfig config;
  private final TestDatabase database;
  private final TestClock clock;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningService(
      NotificationServer server,
      NotificationConfig config,
      TestDatabase database,
      TestClock clock) {
    this.server = server;
    this.config = config;
    this.database = database;
    this.clock = clock;
  }

  static TestDatabase freshDatabase() {
    return TestPostgres.freshDatabase("notification", "notification_service");
  }

  static RunningService start(Map<String, String> more) {
    return start(freshDatabase(), new TestClock(), more);
  }

  static RunningService start(TestDatabase database, TestClock clock, Map<String, String> more) {
    NotificationConfig config =
        Configuration.read(environment(database, more)).as(NotificationConfig.class);
    return new RunningService(
        NotificationServer.start(config, clock, Signer.verifier(config.auth(), clock)),
        config,
        database,
        clock);
  }

  static Map<String, String> environment(TestDatabase database, Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("RP_PROFILE", "test"),
                Map.entry("RP_HTTP_PORT", "0"),
                Map.entry("RP_HTTP_ADMIN_PORT", "0"),
                Map.entry("RP_HTTP_WARM_UP", "0s"),
                Map.entry("RP_HTTP_DRAIN_DELAY", "0s"),
                Map.entry("RP_DATABASE_URL", database.jdbcUrl()),
                Map.entry("RP_DATABASE_USER", database.user()),
                Map.entry("RP_DATABASE_PASSWORD", database.password()),
                Map.entry("RP_AMQP_URL", TestBroker.url()),
                Map.entry("RP_AMQP_RETRY_DELAY", "20ms"),
                Map.entry("RP_AMQP_ATTEMPTS", "2"),
                Map.entry("RP_MAIL_URL", "smtp://127.0.0.1:1"),
                Map.entry("RP_MAIL_POLL_INTERVAL", "20ms"),
                Map.entry("RP_MAIL_FIRST_RETRY", "50ms"),
                Map.entry("RP_MAIL_LONGEST_RETRY", "200ms")));
    environment.putAll(more);
    return environment;
  }

  NotificationConfig config() {
    return config;
  }

  TestClock clock() {
    return clock;
  }

  /** An answer of the service. */
  record Answer(int status, HttpHeaders headers, String text) {
    JsonNode json() {
      try {
        return Events.JSON.readTree(text);
      } catch (JsonProcessingException notJson) {
        throw new AssertionError("not JSON: " + text, notJson);
      }
    }

    /** The last part of the problem's type. */
    String problem() {
      String type = json().get("type").asText();
      return type.substring(type.lastIndexOf('/') + 1);
    }
  }

  Answer send(String method, String path, @Nullable String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return answer(request.build());
  }

  /** Follows an inbox, from an entry on when there is one. */
  EventStream follow(UUID person, @Nullable String last) {
    return new EventStream(stream(person, last));
  }

  HttpResponse<InputStream> stream(UUID person, @Nullable String last) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/api/inbox/stream"))
            .header("Authorization", "Bearer " + token(person));
    if (last != null) {
      request.header("Last-Event-ID", last);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  Answer inbox(UUID person) {
    return inbox(person, "");
  }

  Answer inbox(UUID person, String query) {
    return send("GET", "/api/inbox" + query, token(person));
  }

  Answer read(UUID person, String entry) {
    return send("POST", "/api/inbox/" + entry + "/read", token(person));
  }

  String token(UUID person) {
    return Signer.token(person, clock.instant());
  }

  /** The inbox as soon as it holds that many entries. */
  JsonNode inboxOf(UUID person, int entries) {
    return await()
        .until(() -> inbox(person).json(), answer -> answer.path("items").size() == entries);
  }

  Answer admin(String path) {
    return answer(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + path))
            .build());
  }

  Answer adminPost(String path) {
    return answer(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private Answer answer(HttpRequest request) {
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

  /** What the service's own role reads as the only value of a query. */
  String value(String query) {
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Has the service's own role change something behind the service's back. */
  void run(String... statements) {
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  boolean ready() {
    return server.ready();
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
