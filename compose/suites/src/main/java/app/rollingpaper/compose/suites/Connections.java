package app.rollingpaper.compose.suites;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * TCP connections to ports of this machine as the Linux kernel lists them: those that are open, and those that were closed
 * within the last minute, of which it keeps the ports (TIME_WAIT). So whoever looks before and after, less than a minute
 * apart, sees each connection that was made between.
 */
public final class Connections {
  private static final List<Path> LISTS =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final String LISTENING = "0A";

  private Connections() {}

  /** One connection: the port that was called, and the port it was called from. */
  public record Connection(int to, int from) {}

  /** Whether this machine tells of its connections. */
  public static boolean areListed() {
    return Files.isReadable(LISTS.getFirst());
  }

  /** All connections to those ports. */
  public static Set<Connection> to(Set<Integer> ports) {
    Set<Connection> found = new HashSet<>();
    for (Path list : LISTS) {
      if (!Files.isReadable(list)) {
        continue;
      }
      for (String line : lines(list)) {
        String[] columns = line.strip().split("\\s+");
        if (columns[LOCAL].contains(":") && !columns[STATE].equals(LISTENING)) {
          int local = port(columns[LOCAL]);
          int remote = port(columns[REMOTE]);
          if (ports.contains(remote)) {
            found.add(new Connection(remote, local));
          } else if (ports.contains(local)) {
            found.add(new Connection(local, remote));
          }
        }
      }
    }
    return found;
  }

  private static List<String> lines(Path list) {
    try {
      return Files.readAllLines(list);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
  }
}
