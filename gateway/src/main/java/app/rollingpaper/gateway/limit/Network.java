package app.rollingpaper.gateway.limit;

import java.net.InetAddress;
import java.util.Optional;

/** A range of network addresses, as in {@code 10.0.0.0/8}. */
public record Network(InetAddress base, int prefix) {
  /** Reads an address, or an address and the length of its prefix. */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int bits = base.getAddress().length * Byte.SIZE;
    int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("no such prefix");
    }
    return new Network(base, prefix);
  }

  /** The address a text holds, without ever asking a name server. */
  static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress address) {
    byte[] ours = base.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit += Byte.SIZE) {
      int kept = Math.min(Byte.SIZE, prefix - bit);
      int mask = 0xff << (Byte.SIZE - kept) & 0xff;
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
