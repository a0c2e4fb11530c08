package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.Report.Budget;
import app.rollingpaper.compose.bench.socket.Socket;
import app.rollingpaper.compose.bench.socket.Sockets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All sockets of an instance come back on another one that has their papers open already: once because the first is told to
 * go, once because it is killed.
 */
final class ReconnectStorm implements Bench {
  private static final Budget BACK = Budget.atMost(20, 10, "s");
  private static final String CHECKOUTS = "hikaricp_connections_acquire_seconds_count";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  // How clients put off another try, as the page does: anything up to a pause that doubles.
  private static final int FIRST_PAUSE_MILLIS = 500;
  private static final int MOST_DOUBLINGS = 6;

  @Override
  public void run(Settings settings) throws Exception {
    int size = settings.number("sockets", 9_000);
    Map<String, String> limits = Map.of("PAPER_RP_LIVE_SOCKETS", "12000");
    try (Stage stage = Stage.set(2, limits)) {
      Crowd crowd = Crowd.of(stage, size);
      Report report = new Report(System.out, "reconnect-storm");
      // Where they go, as many have been before: what has just started compiles itself meanwhile.
      try (Storm storm = new Storm(stage, crowd)) {
        storm.begin(1);
      }
      try (Storm storm = new Storm(stage, crowd)) {
        storm.begin(0);
        storm.measure(
            report,
            Report.text(
                "%,d sockets on %d papers, their instance drained (it spreads them over some seconds)",
                size, crowd.papers().size()),
            1,
            () -> Thread.ofPlatform().start(() -> stage.system().stop("paper-1")));
      }
      stage.system().startAgain("paper-1");
      try (Storm storm = new Storm(stage, crowd)) {
        storm.begin(0);
        storm.measure(
            report, "the same, killed", 1, () -> stage.system().killAndKeepDown("paper-1"));
      }
    }
  }

  /** The crowd on its way from one instance to another. */
  private static final class Storm implements AutoCloseable {
    private final Stage stage;
    private final Crowd crowd;
    private final Sockets sockets = new Sockets();
    private final ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    private final AtomicInteger welcome = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong last = new AtomicLong();
    private volatile int instance;

    Storm(Stage stage, Crowd crowd) {
      this.stage = stage;
      this.crowd = crowd;
    }

    void begin(int first) throws InterruptedException {
      instance = first;
      // Somebody is on each paper at the other instance, so that it is warm there.
      Set<Object> papers = new HashSet<>();
      for (Crowd.Seat seat : crowd.seats()) {
        if (papers.add(seat.paper().id())) {
          sockets.open(
              seat.on(stage, 1 - first),
              Sockets.KIND,
              new Socket.Listener() {
                @Override
                public void opened(Socket socket) {
                  socket.send(Protocol.hello(Protocol.client()));
                }
              });
        }
      }
      List<Member> members = new ArrayList<>();
      for (Crowd.Seat seat : crowd.seats()) {
        Member member = new Member(seat);
        members.add(member);
        member.open();
        while (members.size() - welcome.get() > 200) {
          Thread.sleep(1);
        }
      }
      await("everybody to come in");
    }

    void measure(Report report, String what, int to, Runnable strike) throws InterruptedException {
      Thread.sleep(3_000);
      welcome.set(0);
      refused.set(0);
      double reads = stage.figure(to, CHECKOUTS);
      instance = to;
      long begin = System.nanoTime();
      strike.run();
      await("everybody to come back");
      double seconds = (last.get() - begin) / 1e9;
      reads = stage.figure(to, CHECKOUTS) - reads;
      report.figure(what + ": until the last is welcome again", seconds, BACK);
      report.figure(
          what + ": uses of the database",
          Report.text(
              "%,.0f by the instance they came to, %,d refusals on the way", reads, refused.get()),
          reads,
          Budget.atMost(Double.NaN, 0, ""));
    }

    private void await(String what) throws InterruptedException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (welcome.get() < crowd.seats().size()) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "waited in vain for " + what + ": " + welcome + " came, " + refused + " refusals");
        }
        Thread.sleep(5);
      }
    }

    /** Somebody who comes back with the last position they have seen. */
    private final class Member implements Socket.Listener {
      private final Crowd.Seat seat;
      private String position = "";
      private boolean waits;
      private int failures;
      // Asked to go: whatever becomes of it, the next is opened at a time that is set.
      private volatile @Nullable Socket left;

      Member(Crowd.Seat seat) {
        this.seat = seat;
      }

      void open() {
        sockets.open(seat.on(stage, instance), 64, this);
      }

      @Override
      public void opened(Socket socket) {
        socket.send(
            position.isEmpty()
                ? Protocol.hello(seat.client())
                : Protocol.hello(seat.client(), 1, 0));
        waits = true;
      }

      @Override
      public void text(Socket socket, byte[] kept, int size) {
        if (waits && Protocol.isKind("welcome", kept, size)) {
          waits = false;
          failures = 0;
          position = "1:0";
          last.set(System.nanoTime());
          welcome.incrementAndGet();
        } else if (Protocol.isKind("go", kept, size)) {
          String frame = new String(kept, 0, size, StandardCharsets.UTF_8);
          left = socket;
          long in = Long.parseLong(frame.replaceFirst(".*\"in\":(\\d+).*", "$1"));
          long moment = ThreadLocalRandom.current().nextLong(in);
          again(moment);
          clock.schedule(socket::cut, moment, TimeUnit.MILLISECONDS);
        }
      }

      @Override
      public void closed(Socket socket, int code) {
        if (socket == left) {
          return;
        }
        if (code != 1006) {
          refused.incrementAndGet();
        }
        long pause = (long) FIRST_PAUSE_MILLIS << Math.min(failures++, MOST_DOUBLINGS);
        again(ThreadLocalRandom.current().nextLong(pause));
      }

      private void again(long millis) {
        clock.schedule(this::open, millis, TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public void close() {
      clock.shutdownNow();
      sockets.close();
    }
  }
}
