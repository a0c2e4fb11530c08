package app.rollingpaper.compose.bench.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket to a server. What comes in is counted on the thread of its {@link Sockets}; anybody may send.
 */
public final class Socket {
  private static final int TEXT = 0x81;
  private static final int PONG = 0x8a;
  private static final int MASKED = 0x80;
  private static final String OPS = "{\"t\":\"ops\"";
  private static final String LIVE = "{\"t\":\"live\"";
  private static final byte[] KEY = "dGhlIHNhbXBsZSBub25jZQ==".getBytes(StandardCharsets.US_ASCII);

  private final Sockets owner;
  private final SocketChannel channel;
  private final byte[] request;
  private final FrameDecoder decoder;
  private final Listener listener;
  private final StringBuilder answer = new StringBuilder();
  private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
  private @Nullable SelectionKey key;
  private boolean upgraded;
  private volatile boolean open;
  private volatile int closeCode;
  private final Count entries = new Count();
  private final Count liveValues = new Count();
  private final Count messages = new Count();
  private final Count bytes = new Count();

  Socket(Sockets owner, SocketChannel channel, Address address, int keep, Listener listener) {
    this.owner = owner;
    this.channel = channel;
    this.listener = listener;
    this.decoder = new FrameDecoder(keep, new Counter());
    this.request =
        ("GET "
                + address.path()
                + " HTTP/1.1\r\nHost: "
                + address.host()
                + ":"
                + address.port()
                + (address.origin().isEmpty() ? "" : "\r\nOrigin: " + address.origin())
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: "
                + new String(KEY, StandardCharsets.US_ASCII)
                + "\r\n"
                + (address.token().isEmpty()
                    ? ""
                    : "Authorization: Bearer " + address.token() + "\r\n")
                + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Where a socket is opened, and as whom.
   *
   * @param origin the page that opens it, empty when none does
   * @param token empty when the server asks for none
   */
  public record Address(String host, int port, String path, String origin, String token) {}

  /** Told what comes, on the thread that reads; must not wait. */
  public interface Listener {
    Listener NONE = new Listener() {};

    default void opened(Socket socket) {}

    /** A text message, of which the first bytes were kept. */
    default void text(Socket socket, byte[] kept, int size) {}

    default void closed(Socket socket, int code) {}
  }

  /** Entries of the ledger that have come. */
  public long entries() {
    return entries.get();
  }

  /** Values of the live lane that have come. */
  public long liveValues() {
    return liveValues.get();
  }

  /** Text messages that have come, of any kind. */
  public long messages() {
    return messages.get();
  }

  /** Bytes that have come on this connection, frames' headers included. */
  public long bytes() {
    return bytes.get();
  }

  public boolean isOpen() {
    return open;
  }

  /** Why it was closed: the close frame's code, 1006 without one, the HTTP status when it was refused, 0 while it is not. */
  public int closeCode() {
    return closeCode;
  }

  void register(Selector selector) {
    try {
      key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    } catch (ClosedChannelException cut) {
      ended(1006);
    }
  }

  // In

  void connected() throws IOException {
    channel.finishConnect();
    send(ByteBuffer.wrap(request));
  }

  void received(ByteBuffer some) {
    bytes.add(some.remaining());
    if (!upgraded) {
      readAnswer(some);
    }
    if (upgraded) {
      decoder.feed(some);
    }
  }

  private void readAnswer(ByteBuffer some) {
    while (some.hasRemaining() && !upgraded) {
      answer.append((char) some.get());
      int size = answer.length();
      if (size >= 4 && answer.charAt(size - 1) == '\n' && answer.charAt(size - 3) == '\n') {
        int status = Integer.parseInt(answer, 9, 12, 10);
        if (status != 101) {
          ended(status);
          return;
        }
        upgraded = true;
        open = true;
        answer.setLength(0);
        answer.trimToSize();
        listener.opened(this);
      }
    }
  }

  void ended(int code) {
    if (closeCode == 0) {
      closeCode = code;
      open = false;
      try {
        channel.close();
      } catch (IOException gone) {
        // That is what was wanted.
      }
      owner.ended();
      listener.closed(this, code);
    }
  }

  private final class Counter implements FrameDecoder.Sink {
    @Override
    public void text(FrameDecoder.Message message) {
      messages.add(1);
      if (begins(message, OPS)) {
        // Each entry is an array that holds the array of its mutations.
        entries.add((message.brackets() - 1) / 2);
      } else if (begins(message, LIVE)) {
        liveValues.add(message.brackets() - 1);
      }
      listener.text(Socket.this, message.kept(), message.size());
    }

    @Override
    public void ping(byte[] payload) {
      send(frame(PONG, payload));
    }

    @Override
    public void closed(int code) {
      ended(code);
    }

    private static boolean begins(FrameDecoder.Message message, String with) {
      if (message.size() < with.length()) {
        return false;
      }
      for (int i = 0; i < with.length(); i++) {
        if (message.kept()[i] != with.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }

  // Out

  /** Sends a text message. */
  public void send(String text) {
    send(frame(TEXT, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The mask is zeros, so that the payload stays as it is; taking it off costs the server the same. */
  private static ByteBuffer frame(int head, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) head);
    if (payload.length < 126) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | 127)).putLong(payload.length);
    }
    return frame.putInt(0).put(payload).flip();
  }

  private void send(ByteBuffer frame) {
    synchronized (unsent) {
      try {
        if (unsent.isEmpty()) {
          channel.write(frame);
        }
        if (frame.hasRemaining()) {
          unsent.add(frame);
          interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
      } catch (IOException gone) {
        // Reading will find out.
      }
    }
  }

  void writable() throws IOException {
    synchronized (unsent) {
      while (!unsent.isEmpty()) {
        channel.write(unsent.element());
        if (unsent.element().hasRemaining()) {
          return;
        }
        unsent.remove();
      }
      interest(SelectionKey.OP_READ);
    }
  }

  private void interest(int operations) {
    SelectionKey registered = key;
    if (registered != null && registered.isValid()) {
      registered.interestOps(operations);
      registered.selector().wakeup();
    }
  }

  /** Ends the connection without a word; its listener is not told. */
  public void cut() {
    try {
      channel.close();
    } catch (IOException gone) {
      // That is what was wanted.
    }
    if (closeCode == 0) {
      closeCode = 1006;
      open = false;
      owner.ended();
    }
  }
}
