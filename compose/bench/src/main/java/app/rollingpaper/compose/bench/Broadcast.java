package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.socket.Socket;
import app.rollingpaper.compose.bench.socket.Sockets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Some members of a room write, all of them read, and what reaches whom is counted. Used once. */
final class Broadcast {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Room room;
  private final int writers;
  private final Load load;
  private final List<Socket> members = new ArrayList<>();
  private final Histogram latency = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
  private volatile boolean measuring;
  private volatile String refused = "";

  private Broadcast(Room room, int writers, Load load) {
    this.room = room;
    this.writers = writers;
    this.load = load;
  }

  /** How fast is written. */
  sealed interface Load {
    /** As fast as it goes: the next message is sent when a member that only reads has been reached by an earlier one. */
    record OnTheirWay(int messages) implements Load {}

    /** At this rate, whatever comes of it. */
    record PerSecond(int messages) implements Load {}
  }

  /**
   * What was seen.
   *
   * @param slowest deliveries a second of the member that got the fewest
   */
  record Seen(
      double deliveries,
      double messages,
      double slowest,
      double cpuMicros,
      double cpuMicrosWithStores,
      double bytes,
      double frames,
      Histogram latency) {}

  static Seen in(Room room, int size, int writers, Load load, Duration time)
      throws InterruptedException {
    try (Sockets sockets = new Sockets()) {
      return new Broadcast(room, writers, load).run(sockets, size, time);
    }
  }

  private Seen run(Sockets sockets, int size, Duration time) throws InterruptedException {
    for (int i = 0; i < size; i++) {
      // The last one reads what it is told, the others count.
      int keep = i == size - 1 ? Sockets.WHOLE : Sockets.KIND;
      members.add(sockets.open(room.address(i), keep, new Member(i)));
      if (i % 50 == 49) {
        awaitAll();
      }
    }
    awaitAll();
    long before = room.delivered(last());
    Thread writing = Thread.ofPlatform().start(() -> write(before));
    Thread.sleep(time.dividedBy(3));
    measuring = true;
    long begin = System.nanoTime();
    long[] delivered = members.stream().mapToLong(room::delivered).toArray();
    long bytes = members.stream().mapToLong(Socket::bytes).sum();
    long frames = members.stream().mapToLong(Socket::messages).sum();
    long cpu = Machine.cpuMicros(room.pid());
    long elsewhere = room.cpuMicrosElsewhere();
    Thread.sleep(time);
    measuring = false;
    double seconds = (System.nanoTime() - begin) / 1e9;
    long[] reached = new long[members.size()];
    for (int i = 0; i < reached.length; i++) {
      reached[i] = room.delivered(members.get(i)) - delivered[i];
    }
    long all = Arrays.stream(reached).sum();
    bytes = members.stream().mapToLong(Socket::bytes).sum() - bytes;
    frames = members.stream().mapToLong(Socket::messages).sum() - frames;
    cpu = Machine.cpuMicros(room.pid()) - cpu;
    elsewhere = room.cpuMicrosElsewhere() - elsewhere;
    writing.interrupt();
    writing.join();
    if (!refused.isEmpty()) {
      throw new IllegalStateException(room.name() + " refused: " + refused);
    }
    return new Seen(
        all / seconds,
        all / seconds / size,
        Arrays.stream(reached).min().orElse(0) / seconds,
        (double) cpu / all,
        (double) (cpu + elsewhere) / all,
        (double) bytes / all,
        (double) frames / all,
        latency);
  }

  private Socket last() {
    return members.getLast();
  }

  private void awaitAll() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!members.stream().allMatch(member -> member.isOpen() && isIn(member))) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(room.name() + " did not let everybody in");
      }
      Thread.sleep(5);
    }
  }

  private boolean isIn(Socket member) {
    return room.greeting(0).isEmpty() || member.messages() > 1;
  }

  private void write(long before) {
    long begin = System.nanoTime();
    for (long sent = 0; !Thread.currentThread().isInterrupted(); sent++) {
      long due =
          switch (load) {
            case Load.OnTheirWay(int messages) -> {
              while (sent - (room.delivered(last()) - before) >= messages
                  && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(20_000);
              }
              yield System.nanoTime();
            }
            case Load.PerSecond(int messages) -> {
              long planned = begin + sent * 1_000_000_000L / messages;
              for (long wait = planned - System.nanoTime();
                  wait > 0 && !Thread.currentThread().isInterrupted();
                  wait = planned - System.nanoTime()) {
                LockSupport.parkNanos(wait);
              }
              yield planned;
            }
          };
      int member = (int) (sent % writers);
      members.get(member).send(room.message(member, Marks.of(due)));
    }
  }

  private final class Member implements Socket.Listener {
    private final int number;

    Member(int number) {
      this.number = number;
    }

    @Override
    public void opened(Socket socket) {
      String greeting = room.greeting(number);
      if (!greeting.isEmpty()) {
        socket.send(greeting);
      }
    }

    @Override
    public void text(Socket socket, byte[] kept, int size) {
      if (Protocol.isKind("rej", kept, size)) {
        refused = new String(kept, 0, size, StandardCharsets.UTF_8);
      } else if (measuring && size > Sockets.KIND) {
        Marks.each(
            kept, size, then -> latency.recordValue(Math.max(0, System.nanoTime() - then) / 1_000));
      }
    }

    @Override
    public void closed(Socket socket, int code) {
      refused = "closed with " + code;
    }
  }
}
