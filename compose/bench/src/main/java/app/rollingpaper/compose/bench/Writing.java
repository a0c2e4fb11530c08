package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.socket.Socket;
import app.rollingpaper.compose.bench.socket.Sockets;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * People who write on several papers on a fixed schedule, and one reader of each paper who looks when it arrives. The time
 * that counts begins when a message was due, not when it was sent, so that a stall is not left out of the figures.
 */
final class Writing implements AutoCloseable {
  /** Ops of one paper that are sent before any of them has come back; what a paper lets wait is more. */
  private static final int MOST_WAITING = 400;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Sockets sockets = new Sockets();
  private final List<Desk> desks = new ArrayList<>();
  private final List<Writer> writers = new ArrayList<>();
  private final AtomicLong closed = new AtomicLong();
  private final List<Thread> pumps = new ArrayList<>();
  private volatile Seen seen = new Seen();

  /** What was seen since it was last asked, in microseconds. */
  static final class Seen {
    final Histogram ops = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
    final Histogram live = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
  }

  /** Where the sockets of a paper go. */
  interface Route {
    Socket.Address address(Paper paper, Person person);
  }

  /** A paper on which people write. */
  private static final class Desk {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final Socket watcher;

    Desk(Socket watcher) {
      this.watcher = watcher;
    }

    long waiting() {
      return sent.get() - rejected.get() - watcher.entries();
    }
  }

  /** Somebody with a note of their own. Who is told to send again stops there, where a real client has an outbox. */
  private final class Writer implements Socket.Listener {
    private final Desk desk;
    private final UUID note = UUID.randomUUID();
    private final String client = Protocol.client();
    private final Socket socket;
    private volatile boolean rejected;
    private long last;

    Writer(Desk desk, Socket.Address address) {
      this.desk = desk;
      this.socket = sockets.open(address, Sockets.KIND, this);
    }

    @Override
    public void opened(Socket opened) {
      opened.send(Protocol.hello(client));
    }

    @Override
    public void text(Socket from, byte[] kept, int size) {
      if (Protocol.isKind("rej", kept, size)) {
        rejected = true;
        desk.rejected.incrementAndGet();
      }
    }

    @Override
    public void closed(Socket gone, int code) {
      closed.incrementAndGet();
    }

    void write(String text) {
      last++;
      desk.sent.incrementAndGet();
      socket.send(last == 1 ? Protocol.add(1, note, text) : Protocol.set(last, note, text));
    }
  }

  /**
   * Everybody comes in and has a note of their own.
   *
   * @param watching where the readers' sockets go
   */
  static Writing begin(Stage stage, int papers, int writersEach, Route writing, Route watching) {
    Writing all = new Writing();
    for (int i = 0; i < papers; i++) {
      Paper paper = stage.paper();
      List<Person> guests = stage.guests(paper, "write", writersEach + 1);
      Desk desk =
          new Desk(
              all.sockets.open(
                  watching.address(paper, guests.getLast()), Sockets.WHOLE, all.new Watcher()));
      for (Person guest : guests.subList(0, writersEach)) {
        all.writers.add(all.new Writer(desk, writing.address(paper, guest)));
      }
      all.desks.add(desk);
    }
    all.await("everybody to come in", () -> all.everybody().allMatch(one -> one.messages() > 1));
    all.writers.forEach(writer -> writer.write("처음"));
    all.awaitNothingWaiting();
    return all;
  }

  private Stream<Socket> everybody() {
    return Stream.concat(
        desks.stream().map(desk -> desk.watcher), writers.stream().map(writer -> writer.socket));
  }

  /** So many ops and values of the live lane a second from now on, shared by all in turn. */
  void write(int opsPerSecond, int livePerSecond) {
    pumps.add(pump("ops", opsPerSecond, this::writeOne));
    pumps.add(
        pump(
            "live",
            livePerSecond,
            (writer, due) -> writer.socket.send(Protocol.live(writer.note, Marks.of(due)))));
  }

  private void writeOne(Writer writer, long due) {
    if (!writer.rejected && writer.desk.waiting() < MOST_WAITING) {
      writer.write(Marks.of(due));
    }
  }

  private interface Act {
    void act(Writer writer, long due);
  }

  private Thread pump(String name, int perSecond, Act act) {
    return Thread.ofPlatform()
        .name(name)
        .start(
            () -> {
              long begin = System.nanoTime();
              for (long i = 0; !Thread.currentThread().isInterrupted(); i++) {
                long due = begin + i * 1_000_000_000L / perSecond;
                for (long wait = due - System.nanoTime();
                    wait > 0 && !Thread.currentThread().isInterrupted();
                    wait = due - System.nanoTime()) {
                  LockSupport.parkNanos(wait);
                }
                act.act(writers.get((int) (i % writers.size())), due);
              }
            });
  }

  /** What is seen during that time. */
  Seen during(Duration time) throws InterruptedException {
    Seen now = new Seen();
    seen = now;
    Thread.sleep(time);
    seen = new Seen();
    return now;
  }

  /** Stops writing and waits until all ops have arrived; answers how long that took. */
  Duration finish() throws InterruptedException {
    for (Thread pump : pumps) {
      pump.interrupt();
      pump.join();
    }
    long begin = System.nanoTime();
    awaitNothingWaiting();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  long sent() {
    return desks.stream().mapToLong(desk -> desk.sent.get()).sum();
  }

  long rejected() {
    return desks.stream().mapToLong(desk -> desk.rejected.get()).sum();
  }

  long closed() {
    return closed.get();
  }

  private void awaitNothingWaiting() {
    await("all ops to arrive", () -> desks.stream().allMatch(desk -> desk.waiting() == 0));
  }

  private void await(String what, BooleanSupplier done) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "waited in vain for "
                + what
                + "; "
                + rejected()
                + " ops rejected, close codes "
                + everybody().map(Socket::closeCode).distinct().toList());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** The socket of somebody who looks when things arrive. */
  private final class Watcher implements Socket.Listener {
    @Override
    public void opened(Socket socket) {
      socket.send(Protocol.hello(Protocol.client()));
    }

    @Override
    public void text(Socket socket, byte[] kept, int size) {
      Seen now = seen;
      Histogram lane = Protocol.isKind("ops", kept, size) ? now.ops : now.live;
      long arrived = System.nanoTime();
      Marks.each(kept, size, due -> lane.recordValue(Math.max(0, arrived - due) / 1_000));
    }

    @Override
    public void closed(Socket gone, int code) {
      closed.incrementAndGet();
    }
  }

  @Override
  public void close() {
    pumps.forEach(Thread::interrupt);
    sockets.close();
  }
}
