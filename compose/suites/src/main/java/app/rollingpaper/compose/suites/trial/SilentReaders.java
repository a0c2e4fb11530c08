package app.rollingpaper.compose.suites.trial;

import app.rollingpaper.compose.embedded.Waiting;
import app.rollingpaper.compose.launcher.Options;
import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.launcher.ServiceKind;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.Patience;
import app.rollingpaper.compose.suites.People;
import app.rollingpaper.compose.suites.Person;
import app.rollingpaper.compose.suites.Tally;
import app.rollingpaper.compose.suites.live.Destination;
import app.rollingpaper.compose.suites.live.Entry;
import app.rollingpaper.compose.suites.live.Latencies;
import app.rollingpaper.compose.suites.live.LiveClient;
import app.rollingpaper.compose.suites.live.LiveListener;
import app.rollingpaper.compose.suites.live.LiveNetwork;
import app.rollingpaper.compose.suites.live.Mutation;
import app.rollingpaper.compose.suites.live.Outbox;
import app.rollingpaper.compose.suites.live.Timing;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that reads a paper with a hundred sockets while one person writes, first alone, then beside a thousand sockets that
 * never read, and prints what the hundred notice and what the instance keeps.
 */
public final class SilentReaders {
  private static final int SILENT = 1_000;
  private static final int READERS = 100;
  private static final int SECONDS = 20;
  private static final int PAUSE_MILLIS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern USED = Pattern.compile("total.* used (\\d+)K");
  // 11 KB of it, so that what a silent socket has room for is soon full.
  private static final String TEXT = "👨‍👩‍👧‍👦".repeat(450);

  private final ConcurrentMap<Long, Long> written = new ConcurrentHashMap<>();
  private volatile Latencies latencies = new Latencies();

  private SilentReaders() {}

  private static String id() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private final class Reading implements LiveListener {
    private final String writer;

    Reading(String writer) {
      this.writer = writer;
    }

    @Override
    public void entries(long epoch, List<Entry> entries) {
      long now = System.nanoTime();
      for (Entry entry : entries) {
        Long since = written.get(entry.n());
        if (entry.c().equals(writer) && since != null) {
          latencies.add(Duration.ofNanos(now - since));
        }
      }
    }
  }

  /** Takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings =
        Map.of("PAPER_RP_LIVE_SOCKETS_PER_AUTHOR", "2000", "PAPER_RP_LIVE_WRITE_TIMEOUT", "10m");
    Options options =
        Options.usual(settings)
            .withData(Path.of("target/silent-" + ProcessHandle.current().pid()))
            .withPort(0)
            .withFresh()
            .with(ServiceKind.PAPER, 1);
    try (RollingPaper system = RollingPaper.start(options);
        LiveNetwork network = new LiveNetwork(Timing.USUAL)) {
      new SilentReaders().run(system, network);
    }
    System.exit(0);
  }

  private void run(RollingPaper system, LiveNetwork network)
      throws IOException, InterruptedException {
    String instance = system.instanceUrls(ServiceKind.PAPER).getFirst();
    People people =
        new People(new Client(system.gatewayUrl()), new Patience(PATIENCE, new Tally()));
    Person owner = people.signUp(id() + "@example.org", "지우", "ko");
    Paper paper = people.open(owner, "read by many", "recipient@example.org", "ko");
    Person author = people.arrive(people.link(paper, "write"), "하나");
    Person reader = people.arrive(people.link(paper, "read"), "세나");
    Destination reading = Destination.of(instance, paper.id(), reader.token());
    Outbox outbox = new Outbox(id());
    List<LiveClient> clients = new ArrayList<>();
    for (int index = 0; index < READERS; index++) {
      clients.add(
          new LiveClient(network, reading, new Outbox(id()), new Reading(outbox.client())).start());
    }
    LiveClient writer =
        new LiveClient(
                network,
                Destination.of(instance, paper.id(), author.token()),
                outbox,
                new LiveListener() {})
            .start();
    clients.add(writer);
    UUID note = UUID.randomUUID();
    writer.write(List.of(Mutation.add(note, "first", 1, 2)));
    if (!Waiting.until(
        PATIENCE, () -> clients.stream().allMatch(each -> each.replica().position() == 1))) {
      throw new IllegalStateException("not everybody was let in");
    }
    // The first are slow for other reasons.
    write(writer, note, SECONDS);
    Latencies alone = write(writer, note, SECONDS);
    long heapAlone = heap(system);
    List<SilentSocket> silent = new ArrayList<>();
    try {
      for (int index = 0; index < SILENT; index++) {
        silent.add(new SilentSocket(URI.create(instance), paper.id(), reader.token(), id()));
      }
      write(writer, note, SECONDS);
      long heapAtFirst = heap(system);
      Latencies beside = write(writer, note, SECONDS);
      System.out.printf(
          "[silent] %d readers alone: %s; beside %d silent sockets: %s; p99 × %.2f; heap of the"
              + " instance after a collection %.1f MB alone, %.1f and %.1f MB after %d s and %d s"
              + " of silence%n",
          READERS,
          alone,
          SILENT,
          beside,
          (double) beside.percentile(99).toNanos() / alone.percentile(99).toNanos(),
          heapAlone / 1e6,
          heapAtFirst / 1e6,
          heap(system) / 1e6,
          SECONDS,
          2 * SECONDS);
    } finally {
      silent.forEach(SilentSocket::close);
      clients.forEach(LiveClient::close);
    }
  }

  private Latencies write(LiveClient writer, UUID note, int seconds) throws InterruptedException {
    Latencies fresh = new Latencies();
    latencies = fresh;
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    for (int count = 0; System.nanoTime() - end < 0; count++) {
      long now = System.nanoTime();
      // Told before it is sent: it may be seen before this goes on.
      written.put(writer.outbox().next(), now);
      writer.write(List.of(Mutation.text(note, TEXT + count)));
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    Waiting.until(PATIENCE, () -> writer.outbox().count() == 0);
    return fresh;
  }

  /** Bytes of the instance's heap that are in use after a collection. */
  private static long heap(RollingPaper system) throws IOException, InterruptedException {
    String pid = Long.toString(system.process("paper-1").pid());
    jcmd(pid, "GC.run");
    return jcmd(pid, "GC.heap_info")
        .lines()
        .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
        .map(USED::matcher)
        .filter(Matcher::find)
        .mapToLong(used -> Long.parseLong(used.group(1)) * 1_024)
        .sum();
  }

  private static String jcmd(String pid, String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid, command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return answer;
  }
}
