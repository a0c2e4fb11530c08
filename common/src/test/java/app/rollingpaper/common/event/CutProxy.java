package app.rollingpaper.common.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server that can be cut and restored. Cut at first. */
final class CutProxy implements AutoCloseable {
  private final URI target;
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean whole;

  CutProxy(String url) throws IOException {
    target = URI.create(url);
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** The server's address by this way. */
  String url() {
    return target
        .toString()
        .replace(target.getHost() + ":" + target.getPort(), "127.0.0.1:" + server.getLocalPort());
  }

  void restore() {
    whole = true;
  }

  void cut() {
    whole = false;
    sockets.forEach(CutProxy::close);
    sockets.clear();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        if (!whole) {
          near.close();
          continue;
        }
        Socket far = new Socket(target.getHost(), target.getPort());
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> carry(near, far));
        Thread.ofVirtual().start(() -> carry(far, near));
      } catch (IOException closedOrRefused) {
        // The next one, if there is one.
      }
    }
  }

  private static void carry(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException cut) {
      // Closes both.
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException closed) {
      // It is.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
