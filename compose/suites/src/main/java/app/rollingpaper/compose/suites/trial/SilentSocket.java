package app.rollingpaper.compose.suites.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A socket that says hello and then never reads, with as little room for what comes as a machine gives it. */
final class SilentSocket implements AutoCloseable {
  private static final int ROOM = 2_048;

  private final Socket socket = new Socket();

  SilentSocket(URI instance, UUID paper, String token, String client) throws IOException {
    socket.setReceiveBufferSize(ROOM);
    socket.connect(new InetSocketAddress(instance.getHost(), instance.getPort()));
    String request =
        "GET /ws/papers/"
            + paper
            + " HTTP/1.1\r\n"
            + "Host: 127.0.0.1\r\n"
            + "Upgrade: websocket\r\n"
            + "Connection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Authorization: Bearer "
            + token
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\n")) {
      int letter = socket.getInputStream().read();
      if (letter < 0) {
        throw new IOException("refused: " + answer);
      }
      answer.append((char) letter);
    }
    if (!answer.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException("refused: " + answer);
    }
    byte[] hello =
        ("{\"t\":\"hello\",\"v\":1,\"c\":\"" + client + "\"}").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81);
    frame.write(0x80 | hello.length);
    // A mask of zeros changes nothing.
    frame.write(new byte[4]);
    frame.write(hello);
    socket.getOutputStream().write(frame.toByteArray());
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException harmless) {
      // It is gone as it is.
    }
  }
}
