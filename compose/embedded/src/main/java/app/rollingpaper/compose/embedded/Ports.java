package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** A port that nobody listens on and that this JVM has not given away before. */
  public static int free() {
    for (int attempt = 0; attempt < HIGHEST - LOWEST; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new CannotStart(
        "There is no free port on 127.0.0.1 between " + LOWEST + " and " + HIGHEST + ".");
  }

  /** The preferred port when it is free, else another. */
  public static int freeLike(int preferred) {
    return isFree(preferred) && GIVEN.add(preferred) ? preferred : free();
  }

  /** Whether a server could listen on the port now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
