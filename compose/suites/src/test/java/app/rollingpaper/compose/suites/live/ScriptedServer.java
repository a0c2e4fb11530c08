package app.rollingpaper.compose.suites.live;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket server that accepts everybody and says only what it is told to. */
final class ScriptedServer implements AutoCloseable {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final ServerSocket listening;
  private final BlockingQueue<Visit> visits = new LinkedBlockingQueue<>();

  ScriptedServer() {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** The next client that comes. */
  Visit next() {
    try {
      return Objects.requireNonNull(visits.poll(10, TimeUnit.SECONDS), "nobody came");
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Nobody gets in any more. */
  void refuse() {
    close();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Visit visit = new Visit(listening.accept());
        Thread.ofVirtual().start(visit::run);
      } catch (IOException closed) {
        return;
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException harmless) {
      // It listens no more.
    }
  }

  /** One client that came, and what it said. */
  final class Visit {
    private final Socket socket;
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();

    private Visit(Socket socket) {
      this.socket = socket;
    }

    private void run() {
      try {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        shakeHands(in);
        visits.add(this);
        for (byte[] frame = read(in); frame.length > 0; frame = read(in)) {
          frames.add(Frames.read(new String(frame, StandardCharsets.UTF_8)));
        }
      } catch (IOException gone) {
        // As clients are.
      } finally {
        cut();
      }
    }

    private void shakeHands(DataInputStream in) throws IOException {
      String head = "";
      while (!head.endsWith("\r\n\r\n")) {
        head += (char) in.readUnsignedByte();
      }
      String key =
          head.lines()
              .filter(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18))
              .findFirst()
              .orElseThrow()
              .substring(18)
              .strip();
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-1")
                .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
        String answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest)
                + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    /** The text of a frame, of at most 64 KiB; nothing when it is a close. */
    private byte[] read(DataInputStream in) throws IOException {
      int opcode = in.readUnsignedByte() & 0x0f;
      int length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      for (int index = 0; index < payload.length; index++) {
        payload[index] ^= mask[index % 4];
      }
      return opcode == 1 ? payload : new byte[0];
    }

    List<JsonNode> frames(String kind) {
      return frames.stream().filter(frame -> frame.path("t").asText().equals(kind)).toList();
    }

    JsonNode awaitFrame(String kind) {
      await(kind).until(() -> !frames(kind).isEmpty());
      return frames(kind).getFirst();
    }

    void say(String text) {
      byte[] payload = text.getBytes(StandardCharsets.UTF_8);
      send(0x81, payload);
    }

    void close(int code) {
      send(0x88, new byte[] {(byte) (code >> 8), (byte) code});
    }

    private synchronized void send(int first, byte[] payload) {
      try {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeByte(first);
        if (payload.length < 126) {
          out.writeByte(payload.length);
        } else {
          out.writeByte(126);
          out.writeShort(payload.length);
        }
        out.write(payload);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    void cut() {
      try {
        socket.close();
      } catch (IOException harmless) {
        // It is gone as it is.
      }
    }
  }
}
