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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * What people do most, gone through again and again on a system that nobody uses, so that its virtual machines come to know
 * it: some guests write on one paper and look at what the others write, over HTTP and over sockets, all at once. What is done
 * often enough to be compiled by the optimizing compiler here is compiled early wherever the cache is used. Used once.
 */
final class Rehearsal {
  private static final int GUESTS = 4;

  /** Each with a socket of its own, which is opened and closed often in this way. */
  private static final int TURNS = 50;

  /** In each turn: the optimizing compiler looks at what has run some thousand times. */
  private static final int ROUNDS = 30;

  /** Where the processors are wanted elsewhere, what has been gone through by then has to do. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration PATIENCE = Duration.ofSeconds(20);
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
      long end = System.nanoTime() + LIMIT.toNanos();
      Tasks tasks = new Tasks();
      Tasks.awaitAll(
          IntStream.range(0, GUESTS)
              .mapToObj(number -> new Guest(client, path, owner, secret, number, end))
              .map(guest -> tasks.run(guest::takePart))
              .toList());
      send(client, "POST", path + "/seal", owner, Map.of());
    }
  }

  /** One of those who write on the paper, with a socket of their own and requests besides. */
  private final class Guest {
    private final HttpClient client;
    private final String path;
    private final String owner;
    private final String secret;
    private final int number;
    private final long end;
    private int writes;

    Guest(HttpClient client, String path, String owner, String secret, int number, long end) {
      this.client = client;
      this.path = path;
      this.owner = owner;
      this.secret = secret;
      this.number = number;
      this.end = end;
    }

    void takePart() {
      try {
        String token = arrive();
        for (int turn = 0; turn < TURNS && System.nanoTime() - end < 0; turn++) {
          Optional<WebSocket> socket = join(turn, token);
          UUID note = UUID.randomUUID();
          for (int round = 1; round <= ROUNDS && System.nanoTime() - end < 0; round++) {
            int n = round;
            socket.ifPresent(open -> tell(open, note, n));
            if (round % GUESTS == number) {
              write(token, ++writes);
            }
            read(token);
          }
          socket.ifPresent(Guest::leave);
        }
      } catch (IOException | CompletionException refused) {
        // What has been gone through by then has to do.
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private String arrive() throws IOException, InterruptedException {
      Map<String, Object> arrival = Map.of("secret", secret, "name", "R" + number);
      return send(client, "POST", path + "/guests", "", arrival).path("token").asText();
    }

    private void write(String token, int count) throws IOException, InterruptedException {
      String note =
          send(client, "POST", path + "/notes", token, Map.of("text", "축하해", "color", "mint"))
              .path("id")
              .asText();
      Object change = Map.of("m", "set", "note", note, "x", count);
      send(client, "PATCH", path + "/notes/" + note, token, Map.of("text", "생일 축하해 🎂"));
      send(
          client,
          "POST",
          path + "/ops",
          token,
          Map.of("c", client("aa", 0), "n", count, "d", List.of(change)));
      send(client, "DELETE", path + "/notes/" + note, token, Map.of());
      get(client, path + "/ops", token);
    }

    private void read(String token) throws IOException, InterruptedException {
      get(client, path, token);
      get(client, path + "/notes", token);
      get(client, "/api/papers", owner);
      get(client, "/api/users/me", owner);
      get(client, "/api/inbox", owner);
      get(client, "/", "");
    }

    private Optional<WebSocket> join(int turn, String token) {
      try {
        WebSocket socket =
            client
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(
                    URI.create(url.replaceFirst("^http", "ws") + path.replace("/api/", "/ws/")),
                    new WebSocket.Listener() {})
                .join();
        tell(socket, Map.of("t", "hello", "v", 1, "c", client("bb", turn)));
        return Optional.of(socket);
      } catch (CompletionException refused) {
        // Then there are requests only for a while.
        return Optional.empty();
      }
    }

    private void tell(WebSocket socket, UUID note, int n) {
      String mutation = n == 1 ? "add" : "set";
      Object change = Map.of("m", mutation, "note", note.toString(), "text", "축하해 " + n);
      tell(socket, Map.of("t", "live", "k", "cursor", "s", Map.of("x", n, "y", n)));
      tell(socket, Map.of("t", "op", "n", n, "d", List.of(change)));
    }

    private static void tell(WebSocket socket, Map<String, Object> frame) {
      socket.sendText(Json.write(frame), true).join();
    }

    private static void leave(WebSocket socket) {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    private String client(String kind, int turn) {
      return String.format(Locale.ROOT, "%s%02x%012x", kind, number, turn);
    }
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
