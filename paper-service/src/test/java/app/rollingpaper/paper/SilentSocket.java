package app.rollingpaper.paper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A socket that says hello and then never reads, with as little room for what comes as a machine gives it. */
final class SilentSocket implements AutoCloseable {
  private final Socket socket = new Socket();

  SilentSocket(int port, String paper, Api who) {
    try {
      socket.setReceiveBufferSize(2_048);
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      String request =
          "GET /ws/papers/"
              + paper
              + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: "
              + who.headers().get("Authorization")
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answered = "";
      while (!answered.endsWith("\r\n\r\n")) {
        answered += (char) socket.getInputStream().read();
      }
      if (!answered.startsWith("HTTP/1.1 101")) {
        throw new IllegalStateException(answered);
      }
      send("{\"t\":\"hello\",\"v\":1,\"c\":\"" + LiveClient.newClient() + "\"}");
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Sends one short masked text frame. */
  void send(String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81);
    frame.write(0x80 | payload.length);
    // A mask of zeros changes nothing.
    frame.write(new byte[4]);
    frame.write(payload);
    socket.getOutputStream().write(frame.toByteArray());
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // As wished.
    }
  }
}
