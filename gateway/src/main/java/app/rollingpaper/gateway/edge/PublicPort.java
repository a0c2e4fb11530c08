package app.rollingpaper.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * The public port's listening socket, which another gateway on the same machine may share in order to take over. Closing a
 * listening socket resets the connections that wait in its queue; therefore the one that goes first has the kernel give all
 * new ones to its successor, and empties its own queue before it closes.
 *
 * <p>Works where the kernel is Linux and the native transport is at hand; elsewhere a port has one owner.
 */
public final class PublicPort {
  private static final Logger log = LoggerFactory.getLogger(PublicPort.class);

  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_REUSEPORT_CBPF = 51;

  /** {@code struct sock_fprog}: the number of instructions, padding, and where they are. */
  private static final int PROGRAM_BYTES = 16;

  private static final int INSTRUCTION_BYTES = 8;
  private static final short RETURN_CONSTANT = 0x06;
  private static final RawUnixChannelOption STEERING =
      new RawUnixChannelOption(
          "SO_ATTACH_REUSEPORT_CBPF", SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, PROGRAM_BYTES);

  private static final List<Path> SOCKET_TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final String LISTENING = "0A";

  private volatile @Nullable Channel listener;
  private volatile boolean leaving;

  /** The same server, on a port that it is ready to share. */
  public HttpServer shared(HttpServer server) {
    return Epoll.isAvailable()
        ? server.option(UnixChannelOption.SO_REUSEPORT, true).doOnBound(this::bound)
        : server;
  }

  private void bound(DisposableServer server) {
    listener = server.channel();
  }

  /** Whether this gateway asks those who hold a connection to make their next one. */
  boolean isLeaving() {
    return leaving;
  }

  /**
   * From now on connections that are kept are given up after their next answer, and new ones go to the successor.
   *
   * @return whether there is a successor; if so, this listener has to stay open until its queue is empty
   */
  public boolean leave() {
    leaving = true;
    Channel open = listener;
    if (open == null || !(open.localAddress() instanceof InetSocketAddress address)) {
      return false;
    }
    int owners = owners(address.getPort());
    if (owners < 2) {
      return false;
    }
    // The kernel numbers the sockets of a port in the order in which they were opened.
    steerTo(open, owners - 1);
    log.info("event=port-handed-over port={} owners={}", address.getPort(), owners);
    return true;
  }

  /** Has the kernel give every new connection to one socket of the group, by the shortest program there is. */
  private static void steerTo(Channel channel, int index) {
    ByteBuffer instruction =
        ByteBuffer.allocateDirect(INSTRUCTION_BYTES)
            .order(ByteOrder.nativeOrder())
            .putShort(RETURN_CONSTANT)
            .put((byte) 0)
            .put((byte) 0)
            .putInt(index)
            .flip();
    ByteBuffer program =
        ByteBuffer.allocateDirect(PROGRAM_BYTES)
            .order(ByteOrder.nativeOrder())
            .putShort((short) 1)
            .putShort((short) 0)
            .putInt(0)
            .putLong(MemorySegment.ofBuffer(instruction).address())
            .flip();
    channel.config().setOption(STEERING, program);
  }

  /** How many sockets listen on the port, at the address that has the most of them. */
  private static int owners(int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    Map<String, Long> byAddress =
        SOCKET_TABLES.stream()
            .flatMap(PublicPort::lines)
            .map(line -> line.strip().split("\\s+"))
            .filter(columns -> columns.length > 3)
            .filter(columns -> columns[1].endsWith(suffix) && columns[3].equals(LISTENING))
            .collect(Collectors.groupingBy(columns -> columns[1], Collectors.counting()));
    return byAddress.values().stream().mapToInt(Long::intValue).max().orElse(0);
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream();
    } catch (IOException absent) {
      return Stream.empty();
    }
  }
}
