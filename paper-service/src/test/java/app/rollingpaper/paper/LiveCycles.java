package app.rollingpaper.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that come and go in every way there is; as a program, a hundred thousand times. */
final class LiveCycles {
  private LiveCycles() {}

  static void run(RunningService service, int cycles, int atOnce) throws Exception {
    List<RunningService.TestPaper> papers =
        List.of(service.paper(), service.paper(), service.paper());
    List<Api> writers = papers.stream().map(paper -> paper.writer("하나")).toList();
    AtomicInteger left = new AtomicInteger(cycles);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < atOnce; i++) {
        Random random = new Random(i);
        running.add(
            threads.submit(
                () -> {
                  while (left.getAndDecrement() > 0) {
                    int which = random.nextInt(papers.size());
                    cycle(service, papers.get(which), writers.get(which), random);
                  }
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
  }

  private static void cycle(
      RunningService service, RunningService.TestPaper paper, Api writer, Random random) {
    switch (random.nextInt(5)) {
      // In the middle of coming in.
      case 0 ->
          LiveClient.open(service.server.port(), paper.id(), writer)
              .hello(LiveClient.newClient(), "")
              .abort();
      case 1 -> LiveClient.open(service.server.port(), paper.id(), writer).abort();
      case 2 -> {
        LiveClient client = LiveClient.open(service.server.port(), paper.id(), writer);
        client.send("nonsense").awaitClose();
        client.abort();
      }
      default -> {
        LiveClient client = LiveClient.join(service, paper, writer);
        client.send("{\"t\":\"live\",\"k\":\"cursor\",\"s\":{\"x\":1}}");
        client.abort();
      }
    }
  }

  /** Prints the figures before and after. */
  public static void main(String[] arguments) throws Exception {
    int cycles = arguments.length == 0 ? 100_000 : Integer.parseInt(arguments[0]);
    try (RunningService service =
        new RunningService(
            app.rollingpaper.compose.embedded.testing.TestPostgres.freshDatabase(
                "paper", "paper_service"),
            Map.of("RP_LIVE_KEEP_HUB", "1s", "RP_LIVE_SOCKETS_PER_AUTHOR", "1000"))) {
      run(service, 1_000, 16);
      for (int done = 0; done < cycles; done += Math.max(1, cycles / 10)) {
        run(service, Math.max(1, cycles / 10), 16);
        System.gc();
        System.out.printf(
            "cycles=%d sockets=%.0f hubs=%.0f heap=%d%n",
            done + cycles / 10,
            service.figure("live_sockets"),
            service.figure("live_hubs"),
            Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
      }
    }
    System.exit(0);
  }
}
