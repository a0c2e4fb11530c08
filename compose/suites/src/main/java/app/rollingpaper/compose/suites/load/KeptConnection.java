package app.rollingpaper.compose.suites.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * A connection that carries one request after the other and sends nothing twice: where other clients quietly try again, this
 * one fails. Used by one thread at a time.
 */
final class KeptConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 25_000;
  private static final int BUFFER = 16 * 1024;

  /** Well below the time after which the gateway closes a connection that nobody uses. */
  private static final long FRESH = Duration.ofSeconds(30).toNanos();

  private final Socket socket = new Socket();
  private final InputStream in;
  private boolean ends;
  private long usedAt = System.nanoTime();

  KeptConnection(URI base) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), PATIENCE_MILLIS);
      in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  record Reply(int status, String body) {}

  Reply send(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    String line = line();
    int status = Integer.parseInt(line.split(" ", 3)[1]);
    int length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = true;
      } else if (lower.startsWith("connection:") && lower.contains("close")) {
        ends = true;
      }
    }
    Reply reply = new Reply(status, chunked ? chunks() : text(length));
    usedAt = System.nanoTime();
    return reply;
  }

  /** Whether the other side has said that this was the last answer. */
  boolean ends() {
    return ends;
  }

  /** Whether it was used so lately that the other side has not given it up. */
  boolean isFresh() {
    return System.nanoTime() - usedAt < FRESH;
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
      if (size > 0) {
        body.append(text(size));
      }
      line();
      if (size == 0) {
        return body.toString();
      }
    }
  }

  private String text(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("cut");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException(line.isEmpty() ? "closed" : "cut");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed all the same.
    }
  }
}
