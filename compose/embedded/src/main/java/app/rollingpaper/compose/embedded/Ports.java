package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback address. */
public final class Ports {
  // Below the range from which systems take the ports of outgoing connections: a server that is
  // down for a moment
  // finds its port still free when it comes back.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;

  // Between choosing a port and listening on it lies a moment in which another JVM of ours could
  // choose the same: each
  // holds a lock on the byte of that number, in a file for all of them, for as long as it lives.
  private static final Optional<FileChannel> CHOSEN = shared();

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** A port that nobody listens on and that no JVM of this user was given. */
  public static int free() {
    for (int attempt = 0; attempt < HIGHEST - LOWEST; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (take(port)) {
        return port;
      }
    }
    throw new CannotStart(
        "There is no free port on 127.0.0.1 between " + LOWEST + " and " + HIGHEST + ".");
  }

  /** The preferred port when it is free, else another. */
  public static int freeLike(int preferred) {
    return take(preferred) ? preferred : free();
  }

  private static boolean take(int port) {
    if (!GIVEN.add(port)) {
      return false;
    }
    if (reserve(port) && isFree(port)) {
      return true;
    }
    GIVEN.remove(port);
    return false;
  }

  private static boolean reserve(int port) {
    if (CHOSEN.isEmpty()) {
      return true;
    }
    try {
      return CHOSEN.get().tryLock(port, 1, false) != null;
    } catch (OverlappingFileLockException ours) {
      return true;
    } catch (IOException unsupported) {
      return true;
    }
  }

  private static Optional<FileChannel> shared() {
    try {
      Path file =
          Path.of(
              System.getProperty("java.io.tmpdir"),
              "rolling-paper-ports-" + System.getProperty("user.name"));
      return Optional.of(
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    } catch (IOException nowhere) {
      return Optional.empty();
    }
  }

  /** Whether a server could listen on the port now. */
  public static boolean isFree(int port) {
    // Bound, but not listening: a child that is being forked at this moment holds a copy of the
    // socket for a while, and
    // only a copy that listens would keep the server out for which the port is meant.
    try (Socket socket = new Socket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
