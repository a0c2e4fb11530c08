package app.rollingpaper.compose.bench.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Many sockets read by one thread. Thread-safe. */
public final class Sockets implements AutoCloseable {
  private static final int READ_AT_ONCE = 256 * 1024;

  /** Enough of a message to know its kind. */
  public static final int KIND = 16;

  /** All of a message. */
  public static final int WHOLE = Integer.MAX_VALUE;

  private final Selector selector;
  private final Thread thread;
  private final Queue<Socket> opening = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_AT_ONCE);
  private volatile boolean closed;

  public Sockets() {
    try {
      selector = Selector.open();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    thread = Thread.ofPlatform().name("sockets").daemon().start(this::readForGood);
  }

  /**
   * Begins to open a socket.
   *
   * @param keep bytes of each message that its listener is shown: {@link #KIND} or {@link #WHOLE}
   */
  public Socket open(Socket.Address address, int keep, Socket.Listener listener) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(new InetSocketAddress(address.host(), address.port()));
      Socket socket = new Socket(this, channel, address, keep, listener);
      count.incrementAndGet();
      opening.add(socket);
      selector.wakeup();
      return socket;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  void ended() {
    count.decrementAndGet();
  }

  /** Sockets that are open or being opened. */
  public int count() {
    return count.get();
  }

  private void readForGood() {
    while (!closed) {
      try {
        selector.select(this::ready);
        register();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  private void register() {
    for (Socket socket = opening.poll(); socket != null; socket = opening.poll()) {
      socket.register(selector);
    }
  }

  private void ready(SelectionKey key) {
    Socket socket = (Socket) key.attachment();
    try {
      if (key.isConnectable()) {
        key.interestOps(SelectionKey.OP_READ);
        socket.connected();
        return;
      }
      if (key.isWritable()) {
        socket.writable();
      }
      if (key.isReadable()) {
        read((SocketChannel) key.channel(), socket);
      }
    } catch (IOException | CancelledKeyException gone) {
      socket.ended(1006);
    }
  }

  private void read(SocketChannel channel, Socket socket) throws IOException {
    buffer.clear();
    int size = channel.read(buffer);
    if (size < 0) {
      socket.ended(1006);
      return;
    }
    socket.received(buffer.flip());
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException gone) {
      // That is what was wanted.
    }
  }
}
