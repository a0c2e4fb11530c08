package app.rollingpaper.compose.suites.load;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A request with what to do about its answer.
 *
 * @param bytes as they go over the wire
 * @param answered told of an answer that was as wished
 * @param failed told when there was none, or another
 */
public record Call(
    String name, byte[] bytes, int wanted, Consumer<String> answered, Runnable failed) {

  public static Call get(String path, String token) {
    return new Call(
        "GET",
        head("GET", path, token, "").getBytes(StandardCharsets.UTF_8),
        200,
        _ -> {},
        () -> {});
  }

  /** A change that may not be sent twice. */
  public static Call patch(
      String path, String token, String json, Consumer<String> answered, Runnable failed) {
    return new Call("PATCH", withBody("PATCH", path, token, "", json), 200, answered, failed);
  }

  /** Something new that may be sent twice, because it carries a key. */
  public static Call post(String path, String token, String json) {
    String key = "Idempotency-Key: " + UUID.randomUUID() + "\r\n";
    return new Call("POST", withBody("POST", path, token, key, json), 201, _ -> {}, () -> {});
  }

  private static byte[] withBody(
      String method, String path, String token, String more, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String headers =
        more + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n";
    byte[] head = head(method, path, token, headers).getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[head.length + body.length];
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(body, 0, bytes, head.length, body.length);
    return bytes;
  }

  private static String head(String method, String path, String token, String more) {
    String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
    return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + authorization + more + "\r\n";
  }
}
