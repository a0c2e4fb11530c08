package app.rollingpaper.compose.bench;

import java.util.HexFormat;
import java.util.UUID;

/** Frames of {@code rp1.json} as a client sends them. */
final class Protocol {
  private Protocol() {}

  static String client() {
    return HexFormat.of().toHexDigits(UUID.randomUUID().getLeastSignificantBits());
  }

  static String hello(String client) {
    return "{\"t\":\"hello\",\"v\":1,\"c\":\"" + client + "\"}";
  }

  /** With the position up to which everything has come. */
  static String hello(String client, long epoch, long seq) {
    return "{\"t\":\"hello\",\"v\":1,\"c\":\""
        + client
        + "\",\"e\":"
        + epoch
        + ",\"q\":"
        + seq
        + "}";
  }

  static String add(long n, UUID note, String text) {
    return op(
        n,
        "{\"m\":\"add\",\"note\":\""
            + note
            + "\",\"text\":\""
            + text
            + "\",\"color\":\"sky\",\"font\":\"jua\",\"x\":1,\"y\":2,\"width\":200,\"rotation\":0}");
  }

  static String set(long n, UUID note, String text) {
    return op(n, "{\"m\":\"set\",\"note\":\"" + note + "\",\"text\":\"" + text + "\"}");
  }

  static String live(UUID note, String text) {
    return "{\"t\":\"live\",\"k\":\"draft:" + note + "\",\"s\":{\"text\":\"" + text + "\"}}";
  }

  /** Whether a frame from the server is of that kind. */
  static boolean isKind(String kind, byte[] frame, int size) {
    int begin = "{'t':'".length();
    for (int i = 0; i < kind.length(); i++) {
      if (begin + i >= size || frame[begin + i] != kind.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String op(long n, String mutation) {
    return "{\"t\":\"op\",\"n\":" + n + ",\"d\":[" + mutation + "]}";
  }
}
