package app.rollingpaper.paper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A client of the socket that applies what it is told and remembers all of it. Thread-safe. */
final class LiveClient implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private static final ObjectMapper JSON = new ObjectMapper();

  final Card card = new Card();
  private final List<JsonNode> frames = new ArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private final String token;
  private volatile boolean reading = true;
  private boolean applies = true;
  private WebSocket socket;
  private CompletableFuture<WebSocket> sent;
  private int closeCode;
  private String closeReason = "";
  private long lastNumber;
  private String id = "";

  private LiveClient(String token) {
    this.token = token;
  }

  /** A socket that has not said anything yet; its token is in the header. */
  static LiveClient open(int port, String paper, Api who) {
    String token = who.headers().getOrDefault("Authorization", "");
    LiveClient client = new LiveClient(token.replace("Bearer ", ""));
    WebSocket.Builder builder = CLIENT.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(20));
    who.headers().forEach(builder::header);
    client.socket =
        builder
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws/papers/" + paper), client)
            .join();
    client.sent = CompletableFuture.completedFuture(client.socket);
    return client;
  }

  /** A socket that has been let in. */
  static LiveClient join(RunningService at, RunningService.TestPaper paper, Api who) {
    return join(at, paper, who, newClient());
  }

  static LiveClient join(
      RunningService at, RunningService.TestPaper paper, Api who, String client) {
    LiveClient joined = open(at.server.port(), paper.id(), who);
    joined.hello(client, "");
    joined.await("welcome");
    return joined;
  }

  static String newClient() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  /** Says hello, with a position such as {@code "e":1,"q":5} or nothing. */
  LiveClient hello(String client, String position) {
    id = client;
    return send(
        "{\"t\":\"hello\",\"v\":1,\"c\":\""
            + client
            + "\""
            + (position.isEmpty() ? "" : "," + position)
            + "}");
  }

  synchronized LiveClient send(String text) {
    sent = sent.thenCompose(open -> open.sendText(text, true)).exceptionally(_ -> socket);
    return this;
  }

  synchronized void ping(byte[] payload) {
    sent = sent.thenCompose(open -> open.sendPing(ByteBuffer.wrap(payload)));
  }

  synchronized void binary(byte[] payload) {
    sent = sent.thenCompose(open -> open.sendBinary(ByteBuffer.wrap(payload), true));
  }

  /** Sends the next op. */
  synchronized long op(String... mutations) {
    lastNumber++;
    send(op(lastNumber, mutations));
    return lastNumber;
  }

  static String op(long n, String... mutations) {
    return "{\"t\":\"op\",\"n\":" + n + ",\"d\":[" + String.join(",", mutations) + "]}";
  }

  static String add(UUID note, String text) {
    return """
    {"m":"add","note":"%s","text":"%s","color":"sky","font":"jua","x":1,"y":2,"width":200,"rotation":0}
    """
        .formatted(note, text)
        .strip();
  }

  static String set(UUID note, String property, Object value) {
    return "{\"m\":\"set\",\"note\":\""
        + note
        + "\",\""
        + property
        + "\":"
        + (value instanceof String text ? "\"" + text + "\"" : value)
        + "}";
  }

  static String delete(UUID note) {
    return "{\"m\":\"del\",\"note\":\"" + note + "\"}";
  }

  /** The newest frame of a kind that is like this, which is waited for. */
  JsonNode await(String kind, Predicate<JsonNode> like) {
    return Awaitility.await(kind)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> frames(kind).stream().filter(like).reduce((_, later) -> later).orElse(null),
            Objects::nonNull);
  }

  JsonNode await(String kind) {
    return await(kind, _ -> true);
  }

  /** Waits until this much of the ledger is here. */
  LiveClient awaitSeq(long seq) {
    Awaitility.await("seq " + seq)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> position() >= seq);
    return this;
  }

  /** Waits until an op of this client has come back. */
  void awaitOwn(long number) {
    Awaitility.await("own " + number)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(3))
        .until(() -> own() >= number);
  }

  private synchronized long own() {
    return card.number(id);
  }

  int awaitClose() {
    Awaitility.await("close after " + frames())
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> closeCode() != 0);
    return closeCode();
  }

  synchronized long position() {
    return card.seq();
  }

  synchronized String positionText() {
    return "\"e\":" + card.epoch() + ",\"q\":" + card.seq();
  }

  synchronized Map<String, JsonNode> notes() {
    return card.notes();
  }

  synchronized List<String> history() {
    return List.copyOf(card.history());
  }

  synchronized int closeCode() {
    return closeCode;
  }

  synchronized String closeReason() {
    return closeReason;
  }

  synchronized List<JsonNode> frames(String kind) {
    return frames.stream().filter(frame -> frame.path("t").asText().equals(kind)).toList();
  }

  synchronized List<JsonNode> frames() {
    return List.copyOf(frames);
  }

  String token() {
    return token;
  }

  /** Only remembers what comes, for clients that are no real ones. */
  LiveClient onlyListening() {
    applies = false;
    return this;
  }

  /** Reads no more, as a client does that hangs. */
  LiveClient stopReading() {
    reading = false;
    return this;
  }

  @Override
  public void onOpen(WebSocket open) {
    open.request(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket open, CharSequence data, boolean last) {
    synchronized (this) {
      partial.append(data);
      if (last) {
        JsonNode frame = parse(partial.toString());
        partial.setLength(0);
        if (applies) {
          card.apply(frame);
        }
        frames.add(frame);
      }
    }
    if (reading) {
      open.request(1);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket open, ByteBuffer message) {
    synchronized (this) {
      frames.add(JSON.createObjectNode().put("t", "protocol-pong"));
    }
    open.request(1);
    return null;
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException("not JSON: " + text, notJson);
    }
  }

  @Override
  public synchronized CompletionStage<?> onClose(WebSocket open, int code, String reason) {
    closeCode = code;
    closeReason = reason;
    return null;
  }

  @Override
  public synchronized void onError(WebSocket open, Throwable error) {
    if (closeCode == 0) {
      closeCode = -1;
      closeReason = String.valueOf(error);
    }
  }

  /** Goes away without a word. */
  void abort() {
    socket.abort();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
