package app.rollingpaper.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stream of server-sent events that is read as it comes. Thread-safe. */
final class EventStream implements AutoCloseable {
  private final HttpResponse<InputStream> response;
  private final List<String> blocks = new ArrayList<>();
  private boolean ended;
  private boolean failed;

  EventStream(HttpResponse<InputStream> response) {
    this.response = response;
    if (response.statusCode() != 200) {
      throw new AssertionError("no stream: " + response.statusCode());
    }
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      StringBuilder block = new StringBuilder();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.isEmpty()) {
          add(block.toString().strip());
          block.setLength(0);
        } else {
          block.append(line).append('\n');
        }
      }
    } catch (IOException broken) {
      synchronized (this) {
        failed = true;
      }
    } finally {
      synchronized (this) {
        ended = true;
      }
    }
  }

  private synchronized void add(String block) {
    blocks.add(block);
  }

  static JsonNode data(String block) {
    try {
      return Events.JSON.readTree(block.substring(block.indexOf("\ndata: ") + 7));
    } catch (JsonProcessingException notJson) {
      throw new AssertionError(block, notJson);
    }
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** What came, between empty lines. */
  synchronized List<String> blocks() {
    return List.copyOf(blocks);
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  /** Whether it broke off instead of ending. */
  synchronized boolean failed() {
    return failed;
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
