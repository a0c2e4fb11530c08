package app.rollingpaper.compose.suites.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A socket that sends frames as they were recorded, and collects what comes. */
final class FrameClient implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  FrameClient(String base, String path, String token) {
    socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(URI.create(base.replaceFirst("^http", "ws") + path), this)
            .join();
  }

  void send(JsonNode frame) {
    socket.sendText(frame.toString(), true).join();
  }

  /** The next frame of that kind. */
  JsonNode await(String kind) throws InterruptedException {
    return await(kind, frame -> true);
  }

  /** The next frame of that kind that is as wished; what comes before it is passed over. */
  JsonNode await(String kind, Predicate<JsonNode> wished) throws InterruptedException {
    while (true) {
      JsonNode frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("no frame " + kind + " as wished");
      }
      if (frame.path("t").asText().equals(kind) && wished.test(frame)) {
        return frame;
      }
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    partial.append(text);
    if (last) {
      try {
        frames.add(JSON.readTree(partial.toString()));
      } catch (JsonProcessingException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
