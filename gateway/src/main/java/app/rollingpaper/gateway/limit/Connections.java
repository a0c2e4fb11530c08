package app.rollingpaper.gateway.limit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** The callers' open connections, in all and by network address. Thread-safe. */
public final class Connections {
  private final Places all;
  private final int mostPerAddress;
  private final ConcurrentMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();

  public Connections(int most, int mostPerAddress) {
    this.all = new Places(most);
    this.mostPerAddress = mostPerAddress;
  }

  /** Counts a connection in, if there is room for one more of its address. */
  public boolean open(SocketAddress peer) {
    if (!all.take()) {
      return false;
    }
    if (peer instanceof InetSocketAddress internet
        && byAddress.merge(internet.getAddress(), 1, Integer::sum) > mostPerAddress) {
      close(peer);
      refused.increment();
      return false;
    }
    return true;
  }

  /** Counts out a connection that was counted in. */
  public void close(SocketAddress peer) {
    all.giveBack();
    if (peer instanceof InetSocketAddress internet) {
      byAddress.computeIfPresent(
          internet.getAddress(), (address, open) -> open == 1 ? null : open - 1);
    }
  }

  int open() {
    return all.taken();
  }

  long refused() {
    return all.refused() + refused.sum();
  }
}
