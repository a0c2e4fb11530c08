package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.Report.Budget;
import app.rollingpaper.compose.bench.socket.Socket;
import app.rollingpaper.compose.bench.socket.Sockets;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Bytes that a reader is sent while 50 people write on a paper of 500 notes, beside what it would be sent if the whole paper
 * came with each change. A whole paper is what a newcomer is sent; how often it would come is counted.
 */
final class Bytes implements Bench {
  private static final int WRITERS = 50;
  private static final int NOTES = 500;
  private static final int FRAMES_PER_SECOND = 30;
  private static final String TEXT = "생일 축하해요! 늘 건강하고 웃는 일이 많은 한 해가 되기를 바랄게요. 다음에 꼭 만나요. ";

  @Override
  public void run(Settings settings) throws Exception {
    Duration time = settings.seconds(10);
    int perSecond = settings.number("ops", 250);
    try (Stage stage = Stage.set(1, Map.of());
        Sockets sockets = new Sockets()) {
      Paper paper = stage.paper();
      List<Person> guests = stage.guests(paper, "write", WRITERS + 2);
      List<Writer> writers = new ArrayList<>();
      for (Person guest : guests.subList(0, WRITERS)) {
        writers.add(new Writer(sockets, stage.direct(0, paper, guest)));
      }
      Reader reader = new Reader(sockets, stage.direct(0, paper, guests.get(WRITERS)));
      for (int i = 0; i < NOTES; i++) {
        writers.get(i % WRITERS).add();
        LockSupport.parkNanos(5_000_000);
      }
      awaitEntries(reader.socket, NOTES);

      Reader newcomer = new Reader(sockets, stage.direct(0, paper, guests.get(WRITERS + 1)));
      awaitQuiet(newcomer.socket);
      long whole = newcomer.socket.bytes();

      long before = reader.socket.bytes();
      long frames = reader.socket.messages();
      long changes = perSecond * time.toSeconds();
      long begin = System.nanoTime();
      for (long i = 0; i < changes; i++) {
        LockSupport.parkNanos(begin + i * 1_000_000_000L / perSecond - System.nanoTime());
        writers.get((int) (i % WRITERS)).change();
      }
      awaitEntries(reader.socket, NOTES + changes);
      long sent = reader.socket.bytes() - before;
      frames = reader.socket.messages() - frames;

      Report report = new Report(System.out, "bytes");
      report.figure(
          Report.text("the whole paper of %d notes", NOTES), Report.text("%,d bytes", whole));
      report.figure(
          Report.text("a reader is sent, for %,d changes in %d s", changes, time.toSeconds()),
          Report.text("%,d bytes in %,d frames, %d bytes a change", sent, frames, sent / changes));
      double each = (double) whole * changes / sent;
      report.figure(
          "fewer than with the whole paper on each change",
          Report.number(each) + " ×",
          each,
          Budget.atLeast(20, 100, "×"));
      double gathered = (double) whole * FRAMES_PER_SECOND * time.toSeconds() / sent;
      report.figure(
          Report.text("fewer than with the whole paper %d times a second", FRAMES_PER_SECOND),
          Report.number(gathered) + " ×");
    }
  }

  private static void awaitEntries(Socket socket, long entries) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (socket.entries() < entries) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(socket.entries() + " of " + entries + " ops arrived");
      }
      Thread.sleep(10);
    }
  }

  private static void awaitQuiet(Socket socket) throws InterruptedException {
    long before = -1;
    while (before != socket.bytes() || before == 0) {
      before = socket.bytes();
      Thread.sleep(500);
    }
  }

  private static final class Reader implements Socket.Listener {
    private final Socket socket;

    Reader(Sockets sockets, Socket.Address address) {
      socket = sockets.open(address, Sockets.KIND, this);
    }

    @Override
    public void opened(Socket opened) {
      opened.send(Protocol.hello(Protocol.client()));
    }
  }

  private static final class Writer implements Socket.Listener {
    private final String client = Protocol.client();
    private final List<UUID> notes = new ArrayList<>();
    private final Socket socket;
    private long last;

    Writer(Sockets sockets, Socket.Address address) throws InterruptedException {
      socket = sockets.open(address, Sockets.KIND, this);
      while (socket.messages() < 2) {
        Thread.sleep(1);
      }
    }

    @Override
    public void opened(Socket opened) {
      opened.send(Protocol.hello(client));
    }

    void add() {
      UUID note = UUID.randomUUID();
      notes.add(note);
      socket.send(Protocol.add(++last, note, TEXT.repeat(2)));
    }

    void change() {
      last++;
      socket.send(Protocol.set(last, notes.get((int) (last % notes.size())), TEXT + last));
    }
  }
}
