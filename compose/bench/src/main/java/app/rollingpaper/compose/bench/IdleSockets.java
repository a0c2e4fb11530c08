package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.Report.Budget;
import app.rollingpaper.compose.bench.socket.Socket;
import app.rollingpaper.compose.bench.socket.Sockets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an open socket on which nothing happens costs an instance of paper-service. */
final class IdleSockets implements Bench {
  @Override
  public void run(Settings settings) throws Exception {
    int size = settings.number("sockets", 5_000);
    try (Stage stage = Stage.set(1, Map.of());
        Sockets sockets = new Sockets()) {
      Crowd crowd = Crowd.of(stage, size + 500);
      // The first ones pay for what is made once.
      open(stage, sockets, crowd.seats().subList(size, size + 500));
      Memory before = Memory.of(stage.pid("paper-1"));
      open(stage, sockets, crowd.seats().subList(0, size));
      Thread.sleep(2_000);
      Memory after = Memory.of(stage.pid("paper-1"));
      if (sockets.count() < size + 500) {
        throw new IllegalStateException("only " + sockets.count() + " sockets stayed open");
      }
      Report report = new Report(System.out, "idle-sockets");
      double heap = (after.heap - before.heap) / 1024.0 / size;
      report.figure(
          Report.text(
              "heap of a socket, after a collection, %,d of them on %d papers",
              size, crowd.papers().size()),
          heap,
          Budget.atMost(Double.NaN, 12, "KB"));
      report.figure(
          "memory of the process for a socket (RSS)",
          (double) (after.resident - before.resident) / size,
          Budget.atMost(Double.NaN, 12, "KB"));
      report.figure(
          "the process with all of them",
          Report.text(
              "heap %s MB, RSS %s MB",
              Report.number(after.heap / 1024.0 / 1024), Report.number(after.resident / 1024.0)));
    }
  }

  static void open(Stage stage, Sockets sockets, List<Crowd.Seat> seats)
      throws InterruptedException {
    List<Socket> opened = new ArrayList<>();
    for (Crowd.Seat seat : seats) {
      opened.add(
          sockets.open(
              seat.on(stage, 0),
              Sockets.KIND,
              new Socket.Listener() {
                @Override
                public void opened(Socket socket) {
                  socket.send(Protocol.hello(seat.client()));
                }
              }));
      // So many at a time that nobody waits longer for a hello than a server bears.
      while (opened.stream()
              .skip(Math.max(0, opened.size() - 200))
              .filter(one -> one.messages() == 0 && one.closeCode() == 0)
              .count()
          > 100) {
        Thread.sleep(1);
      }
    }
    while (opened.stream().anyMatch(socket -> socket.messages() < 2 && socket.closeCode() == 0)) {
      Thread.sleep(10);
    }
  }

  /**
   * Memory of a JVM.
   *
   * @param heap bytes of objects that are in use
   * @param resident kilobytes of the process in RAM
   */
  private record Memory(long heap, long resident) {
    static Memory of(long pid) throws IOException, InterruptedException {
      Process histogram =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                  Long.toString(pid),
                  "GC.class_histogram")
              .start();
      String total =
          new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.startsWith("Total"))
              .findFirst()
              .orElseThrow();
      histogram.waitFor();
      String[] columns = total.strip().split("\\s+");
      return new Memory(Long.parseLong(columns[2]), Machine.residentKilobytes(pid));
    }
  }
}
