package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/**
 * What people do most, gone through again and again on a system that nobody uses, so that its virtual machines come to know
 * it: open a paper, write, change, read, over HTTP and over a socket, and be refused. Used once.
 */
final class Rehearsal {
  private static final int ROUNDS = 150;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Where the processors are wanted elsewhere, what has been gone through by then has to do. */
  private static final Duration ROUNDS_LIMIT = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EMAIL = "rehearsal-" + UUID.randomUUID() + "@example.org";
  private static final String PASSWORD = "nobody will ever sign in with this";

  private final String url;

  Rehearsal(String url) {
    this.url = url;
  }

  /** Returns when all of it has been gone through, as often as there is time. */
  void play() throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build()) {
      Map<String, Object> account =
          Map.of("email", EMAIL, "password", PASSWORD, "name", "R", "locale", "ko");
      send(client, "POST", "/api/users", "", account);
      String owner =
          send(client, "POST", "/api/sessions", "", Map.of("email", EMAIL, "password", PASSWORD))
              .path("accessToken")
              .asText();
      Map<String, Object> opening =
          Map.of(
              "title",
              "R",
              "recipient",
              Map.of("name", "R", "locale", "ko"),
              "occasion",
              "birthday",
              "theme",
              "confetti",
              "zone",
              "Asia/Seoul");
      String paper = send(client, "POST", "/api/papers", owner, opening).path("id").asText();
      String path = "/api/papers/" + paper;
      JsonNode link = send(client, "POST", path + "/links", owner, Map.of("kind", "write"));
      String secret = link.path("url").asText().replaceFirst(".*#", "");
      String guest =
          send(client, "POST", path + "/guests", "", Map.of("secret", secret, "name", "R"))
              .path("token")
              .asText();
      long end = System.nanoTime() + ROUNDS_LIMIT.toNanos();
      for (int round = 1; round <= ROUNDS && System.nanoTime() - end < 0; round++) {
        write(client, path, guest, round);
        read(client, path, guest, owner);
      }
      join(client, "/ws/papers/" + paper, guest);
      send(client, "POST", path + "/seal", owner, Map.of());
    }
  }

  private void write(HttpClient client, String path, String token, int round)
      throws IOException, InterruptedException {
    String note =
        send(client, "POST", path + "/notes", token, Map.of("text", "축하해", "color", "mint"))
            .path("id")
            .asText();
    send(client, "PATCH", path + "/notes/" + note, token, Map.of("text", "생일 축하해 🎂"));
    Object change = Map.of("m", "set", "note", note, "x", round);
    send(
        client,
        "POST",
        path + "/ops",
        token,
        Map.of("c", "00000000000000aa", "n", round, "d", List.of(change)));
    send(client, "DELETE", path + "/notes/" + note, token, Map.of());
  }

  private void read(HttpClient client, String path, String token, String owner)
      throws IOException, InterruptedException {
    get(client, path, token);
    get(client, path + "/notes", token);
    get(client, path + "/ops", token);
    get(client, "/api/papers", owner);
    get(client, "/api/users/me", owner);
    get(client, "/api/inbox", owner);
    get(client, "/api/inbox", "");
    get(client, "/", "");
  }

  private void join(HttpClient client, String path, String token) {
    try {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .header("Authorization", "Bearer " + token)
              .buildAsync(
                  URI.create(url.replaceFirst("^http", "ws") + path), new WebSocket.Listener() {})
              .join();
      tell(socket, Map.of("t", "hello", "v", 1, "c", "00000000000000bb"));
      for (int n = 1; n <= ROUNDS / 10; n++) {
        Object note = Map.of("m", "add", "note", UUID.randomUUID().toString(), "text", "축하해");
        tell(socket, Map.of("t", "op", "n", n, "d", List.of(note)));
        tell(socket, Map.of("t", "live", "k", "cursor", "s", Map.of("x", n, "y", n)));
      }
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    } catch (CompletionException refused) {
      // Then sockets are not among what is known.
    }
  }

  private static void tell(WebSocket socket, Map<String, Object> frame) {
    socket.sendText(Json.write(frame), true).join();
  }

  private void get(HttpClient client, String path, String token)
      throws IOException, InterruptedException {
    send(client, "GET", path, token, Map.of());
  }

  private JsonNode send(
      HttpClient client, String method, String path, String token, Map<String, Object> body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(Json.write(body)));
    }
    HttpResponse<byte[]> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    boolean json =
        answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    return json ? JSON.readTree(answer.body()) : JSON.missingNode();
  }
}
