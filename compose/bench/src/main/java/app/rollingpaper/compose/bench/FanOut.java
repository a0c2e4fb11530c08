package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.Report.Budget;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many deliveries a second one paper makes to 100 and to 500 readers when it has all it can do, and what one costs, beside
 * rooms of other libraries on the same machine in the same run.
 */
final class FanOut implements Bench {
  private static final int WRITERS = 20;
  // Values of the live lane that a connection may send.
  private static final int LIVE_PER_SECOND = 30;
  // Above what a connection may write otherwise, so that few writers are enough.
  private static final Map<String, String> LIMITS =
      Map.of("PAPER_RP_LIVE_OPS_PER_SECOND", "1000", "PAPER_RP_LIVE_OPS_BURST", "2000");

  private static final String SOCKET_IO = "Socket.IO";
  private static final List<String> OURS = List.of("ledger", "live lane");

  private record Line(String room, int readers, Broadcast.Seen seen) {
    String shown() {
      return Report.text(
          "%s deliveries/s (%s messages/s), %s µs CPU each (%s with the stores'), p50 %s ms, p99 %s ms, %s bytes and %s frames each",
          Report.number(seen.deliveries()),
          Report.number(seen.messages()),
          Report.number(seen.cpuMicros()),
          Report.number(seen.cpuMicrosWithStores()),
          Report.number(seen.latency().getValueAtPercentile(50) / 1e3),
          Report.number(seen.latency().getValueAtPercentile(99) / 1e3),
          Report.number(seen.bytes()),
          Report.number(seen.frames()));
    }
  }

  @Override
  public void run(Settings settings) throws Exception {
    Duration time = settings.seconds(8);
    List<Integer> sizes =
        settings.list("readers", "100,500").stream().map(Integer::parseInt).toList();
    List<String> rooms = settings.list("rooms", "ledger,live,per-message,ws,socket.io");
    int onTheirWay = settings.number("on-their-way", 32);
    int perSecond = settings.number("live-per-second", 4_500);
    List<Line> lines = new ArrayList<>();
    try (Stage stage = Stage.set(1, LIMITS)) {
      Broadcast.Load some = new Broadcast.Load.OnTheirWay(onTheirWay);
      Broadcast.in(PaperRoom.ledger(stage, 100), 100, WRITERS, some, Duration.ofSeconds(6));
      for (int size : sizes) {
        if (rooms.contains("ledger")) {
          measure(
              lines,
              PaperRoom.ledger(stage, size),
              size,
              WRITERS,
              new Broadcast.Load.OnTheirWay(onTheirWay),
              time);
        }
        if (rooms.contains("live")) {
          int writers = Math.min(size, perSecond / LIVE_PER_SECOND);
          measure(
              lines,
              PaperRoom.live(stage, size),
              size,
              writers,
              new Broadcast.Load.PerSecond(writers * LIVE_PER_SECOND),
              time);
        }
      }
    }
    for (int size : sizes) {
      for (String name : rooms) {
        Optional<Room> room = other(name);
        if (room.isPresent()) {
          Broadcast.Load some = new Broadcast.Load.OnTheirWay(WRITERS);
          measure(lines, room.get(), size, WRITERS, some, time);
        }
      }
    }
    report(lines);
  }

  private static void measure(
      List<Line> lines, Room room, int size, int writers, Broadcast.Load load, Duration time)
      throws InterruptedException {
    try (room) {
      Line line = new Line(room.name(), size, Broadcast.in(room, size, writers, load, time));
      lines.add(line);
      System.err.println(line.room + ", " + size + " readers: " + line.shown());
    }
  }

  private static Optional<Room> other(String name) throws IOException, InterruptedException {
    return switch (name) {
      case "per-message" ->
          Optional.of(
              ForeignRoom.plain("a send per message", Comparison.java(SendPerMessageRoom.class)));
      case "ws" -> {
        List<String> command = Comparison.node("ws-room.js");
        yield command.isEmpty()
            ? Optional.empty()
            : Optional.of(ForeignRoom.plain("node ws", command));
      }
      case "socket.io" -> {
        List<String> command = Comparison.node("socketio-room.js");
        yield command.isEmpty()
            ? Optional.empty()
            : Optional.of(ForeignRoom.socketIo(SOCKET_IO, command));
      }
      default -> Optional.empty();
    };
  }

  private static void report(List<Line> lines) {
    Report report = new Report(System.out, "fan-out");
    for (Line line : lines) {
      report.figure(line.room + ", " + line.readers + " readers", line.shown());
    }
    for (Line line : lines) {
      if (!OURS.contains(line.room)) {
        continue;
      }
      String of = line.room + ", " + line.readers + " readers: ";
      boolean asked = line.readers == 500;
      lines.stream()
          .filter(other -> other.room.equals(SOCKET_IO) && other.readers == line.readers)
          .findFirst()
          .ifPresent(
              other ->
                  report.figure(
                      of + "deliveries/s",
                      line.seen.deliveries() / other.seen.deliveries(),
                      asked ? Budget.atLeast(8, 12, "× Socket.IO") : Budget.none("× Socket.IO")));
      report.figure(
          of + "server CPU per delivery",
          line.seen.cpuMicros(),
          asked ? Budget.atMost(Double.NaN, 1, "µs") : Budget.none("µs"));
      report.figure(
          of + "p99 from sending to the last reader",
          line.seen.latency().getValueAtPercentile(99) / 1e3,
          asked ? Budget.atMost(Double.NaN, 30, "ms") : Budget.none("ms"));
    }
  }
}
