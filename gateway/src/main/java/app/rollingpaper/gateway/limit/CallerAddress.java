package app.rollingpaper.gateway.limit;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Finds out who calls: whoever holds the connection, unless that is a proxy we trust to say for whom it asks. */
public final class CallerAddress {
  private final List<Network> trusted;

  public CallerAddress(List<Network> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /**
   * The caller, read from the right of what was forwarded: each trusted proxy vouches for the one before it, and what stands
   * left of the first stranger is the stranger's word.
   *
   * @param forwarded the values of {@code X-Forwarded-For}, in their order
   */
  public String of(InetAddress peer, List<String> forwarded) {
    InetAddress caller = peer;
    if (!trusted.isEmpty() && !forwarded.isEmpty()) {
      String[] hops = String.join(",", forwarded).split(",", -1);
      for (int hop = hops.length - 1; hop >= 0 && isTrusted(caller); hop--) {
        Optional<InetAddress> before = Network.literal(hops[hop].strip());
        if (before.isEmpty()) {
          break;
        }
        caller = before.get();
      }
    }
    return caller.getHostAddress();
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(network -> network.contains(address));
  }
}
