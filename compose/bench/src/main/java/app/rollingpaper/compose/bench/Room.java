package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.socket.Socket;

/**
 * A place where what one member sends reaches all of them. A delivery is one message reaching one member, whatever frames it
 * comes in: that is what all rooms are compared by.
 */
interface Room extends AutoCloseable {
  /** How long a message is when it is delivered, about, so that all rooms carry the same. */
  int MESSAGE_BYTES = 230;

  String name();

  /** Where a member's socket goes. */
  Socket.Address address(int member);

  /** What a member says first; empty when nothing. */
  String greeting(int member);

  /** A member's next message, which carries a mark that those who read whole messages find. */
  String message(int member, String mark);

  /** Messages that have reached a member. */
  long delivered(Socket member);

  /** The process that does the work. */
  long pid();

  /** Processes that it needs for it. */
  default long cpuMicrosElsewhere() {
    return 0;
  }

  @Override
  void close();
}
