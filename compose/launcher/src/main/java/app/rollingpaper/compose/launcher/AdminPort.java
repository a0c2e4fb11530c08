package app.rollingpaper.compose.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The admin port of an instance or of the gateway on this machine. */
record AdminPort(int port) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MILLIS = 1_000;
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  /**
   * How an instance stands.
   *
   * @param ready whether it takes requests
   * @param pid which process says so; 0 when it does not say
   * @param requests it has begun and not finished
   * @param sockets that are open
   */
  record Standing(boolean ready, long pid, int requests, int sockets) {
    boolean isIdle() {
      return requests == 0 && sockets == 0;
    }
  }

  private record Answer(int status, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException other) {
        return JSON.missingNode();
      }
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Empty when nobody answers. */
  Optional<Standing> standing() {
    return ask("GET", "/health/ready")
        .map(
            answer -> {
              JsonNode said = answer.json();
              return new Standing(
                  answer.status() == OK,
                  said.path("pid").asLong(),
                  said.path("requests").asInt(),
                  said.path("sockets").asInt());
            });
  }

  /** Whether it is that process which answers, and takes requests. */
  boolean isReady(long pid) {
    return standing().filter(Standing::ready).filter(standing -> standing.pid() == pid).isPresent();
  }

  /** Asks it to take no more requests; false when it did not agree. */
  boolean drain() {
    return ask("POST", "/drain").filter(answer -> answer.status() == ACCEPTED).isPresent();
  }

  /** Asks it to take requests again; false when it did not agree. */
  boolean restore() {
    return ask("POST", "/restore").filter(answer -> answer.status() == ACCEPTED).isPresent();
  }

  /** What the path answers as JSON; missing when it does not. */
  JsonNode json(String path) {
    return ask("GET", path)
        .filter(answer -> answer.status() == OK)
        .map(Answer::json)
        .orElseGet(JSON::missingNode);
  }

  /** The instance's figures in Prometheus' form; empty when it does not answer. */
  String metrics() {
    return ask("GET", "/metrics").map(Answer::body).orElse("");
  }

  // By hand, because the platform's own clients keep threads and connections for what is asked a
  // few times.
  private Optional<Answer> ask(String method, String path) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      String request =
          method
              + " "
              + path
              + " HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int head = answer.indexOf("\r\n\r\n");
      if (head < 0) {
        return Optional.empty();
      }
      int status = Integer.parseInt(answer.split(" ", 3)[1]);
      return Optional.of(new Answer(status, answer.substring(head + "\r\n\r\n".length())));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException away) {
      return Optional.empty();
    }
  }
}
