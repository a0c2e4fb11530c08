package app.rollingpaper.compose.bench.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Takes a stream of bytes from a server apart into WebSocket messages. Of a message it keeps as many bytes as it is asked to,
 * and counts the rest: how long it is, and how many {@code [} it holds, which is enough to know how many entries a frame of
 * the protocol carries. Not thread-safe.
 */
final class FrameDecoder {
  private static final int LONGEST_HEADER = 10;
  private static final int FINAL = 0x80;
  private static final int CONTROL = 0x08;
  private static final long BRACKETS = 0x5b5b5b5b5b5b5b5bL;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

  private final Sink sink;
  private final int keep;
  private final byte[] header = new byte[LONGEST_HEADER];
  private int headerSize;
  private boolean inPayload;
  private long remaining;
  private int opcode;
  private boolean last;
  // Of the message, over all of its frames.
  private int messageOpcode;
  private byte[] kept = new byte[16];
  private int keptSize;
  private long length;
  private int brackets;

  /**
   * @param keep bytes of each message that are kept; the rest is only counted
   */
  FrameDecoder(int keep, Sink sink) {
    this.keep = keep;
    this.sink = sink;
  }

  /** Told of what has been taken apart. */
  interface Sink {
    /** A text message; only valid during the call. */
    void text(Message message);

    void ping(byte[] payload);

    void closed(int code);
  }

  /**
   * A message.
   *
   * @param kept its first bytes, {@code size} of them
   * @param length all of its bytes
   * @param brackets how often {@code [} stands in it
   */
  record Message(byte[] kept, int size, long length, int brackets) {}

  void feed(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (!inPayload && !readHeader(bytes)) {
        return;
      }
      int more = (int) Math.min(remaining, bytes.remaining());
      take(bytes, more);
      remaining -= more;
      if (remaining == 0) {
        inPayload = false;
        headerSize = 0;
        if (last) {
          tell();
        }
      }
    }
  }

  private boolean readHeader(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      header[headerSize++] = bytes.get();
      if (headerSize < 2) {
        continue;
      }
      int shortLength = header[1] & 0x7f;
      int needed = shortLength == 127 ? 10 : shortLength == 126 ? 4 : 2;
      if (headerSize == needed) {
        begin(shortLength);
        return true;
      }
    }
    return false;
  }

  private void begin(int shortLength) {
    remaining =
        switch (shortLength) {
          case 127 -> ByteBuffer.wrap(header, 2, 8).getLong();
          case 126 -> ByteBuffer.wrap(header, 2, 2).getShort() & 0xffff;
          default -> shortLength;
        };
    opcode = header[0] & 0x0f;
    last = (header[0] & FINAL) != 0;
    inPayload = true;
    if (opcode != 0) {
      messageOpcode = opcode;
      keptSize = 0;
      length = 0;
      brackets = 0;
    }
  }

  private void take(ByteBuffer bytes, int count) {
    int begin = bytes.position();
    int keeping = (opcode & CONTROL) != 0 ? count : Math.min(count, keep - keptSize);
    if (keeping > 0) {
      if (keptSize + keeping > kept.length) {
        kept = Arrays.copyOf(kept, Math.max(keptSize + keeping, 2 * kept.length));
      }
      bytes.get(begin, kept, keptSize, keeping);
      keptSize += keeping;
    }
    brackets += brackets(bytes, begin, begin + count);
    length += count;
    bytes.position(begin + count);
  }

  /** Eight bytes at a time: a byte of the difference is zero where there is a bracket. */
  private static int brackets(ByteBuffer bytes, int from, int to) {
    int count = 0;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long other = bytes.getLong(at) ^ BRACKETS;
      long nonZero = ((other & LOW_BITS) + LOW_BITS) | other | LOW_BITS;
      count += Long.bitCount(~nonZero);
    }
    for (; at < to; at++) {
      if (bytes.get(at) == '[') {
        count++;
      }
    }
    return count;
  }

  private void tell() {
    switch (messageOpcode) {
      case 1 -> sink.text(new Message(kept, keptSize, length, brackets));
      case 8 ->
          sink.closed(
              keptSize >= 2
                  ? ByteBuffer.wrap(kept).order(ByteOrder.BIG_ENDIAN).getShort(0) & 0xffff
                  : 1005);
      case 9 -> sink.ping(Arrays.copyOf(kept, keptSize));
      default -> {
        // Nothing else is of interest.
      }
    }
  }
}
