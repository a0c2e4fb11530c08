package app.rollingpaper.compose.bench;

import java.util.function.LongConsumer;

/** The times that messages carry, between two {@code @}: when they should have been sent. */
final class Marks {
  private static final byte MARK = '@';

  private Marks() {}

  static String of(long nanos) {
    return "@" + nanos + "@";
  }

  /** Every time in a message. */
  static void each(byte[] message, int size, LongConsumer time) {
    for (int at = 0; at < size; at++) {
      if (message[at] == MARK) {
        long number = 0;
        for (at++; at < size && message[at] != MARK; at++) {
          number = number * 10 + (message[at] - '0');
        }
        time.accept(number);
      }
    }
  }
}
