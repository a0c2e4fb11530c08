package app.rollingpaper.compose.suites.trial;

import app.rollingpaper.compose.embedded.Waiting;
import app.rollingpaper.compose.launcher.Options;
import app.rollingpaper.compose.launcher.RollingPaper;
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
import app.rollingpaper.compose.suites.live.LiveNetwork;
import app.rollingpaper.compose.suites.live.Note;
import app.rollingpaper.compose.suites.live.Outbox;
import app.rollingpaper.compose.suites.live.Replica;
import app.rollingpaper.compose.suites.live.Timing;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A program in which people join papers at random moments while many write on them, through the gateway: each has to see just
 * what a witness saw who was there from the beginning. Prints the rates that were reached.
 */
public final class Joins {
  private static final int PAPERS = 4;
  private static final int WRITERS = 10;
  private static final int JOINING = 8;
  private static final int MOST_FOLLOWED = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LiveNetwork network;
  private final String url;
  private final Paper paper;
  private final Person reader;
  private final ReaderLog witness = new ReaderLog("witness");
  private final LiveClient witnessing;
  private final List<SteadyWriter> writers = new ArrayList<>();
  private final Queue<Replica.Sight> sights = new ConcurrentLinkedQueue<>();

  private Joins(LiveNetwork network, String url, People people, Person owner, int number) {
    this.network = network;
    this.url = url;
    this.paper = people.open(owner, "paper " + number, "recipient@example.org", "ko");
    this.reader = people.arrive(people.link(paper, "read"), "세나");
    this.witnessing =
        new LiveClient(network, destination(paper.owner()), new Outbox(id()), witness).start();
    URI link = people.link(paper, "write");
    for (int index = 0; index < WRITERS; index++) {
      writers.add(new SteadyWriter(people.arrive(link, "하나 " + index)));
    }
  }

  private static String id() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private Destination destination(Person who) {
    return Destination.of(url, paper.id(), who.token());
  }

  /** Somebody who writes what is sound, and never leaves. */
  private final class SteadyWriter {
    private final Composer composer;
    private final LiveClient client;

    SteadyWriter(Person author) {
      composer = new Composer(author.name(), new Random(ThreadLocalRandom.current().nextLong()));
      client =
          new LiveClient(
                  network,
                  destination(author),
                  new Outbox(id()),
                  new OpLog(author.author(), author.name()))
              .start();
    }

    void step() {
      OpLog.Written op = composer.next();
      if (op.sound() && client.outbox().count() < WRITERS) {
        client.write(op.d());
      }
    }
  }

  /** Comes in, follows for a few entries or none, looks, and goes. */
  private Duration join(Random random) {
    long began = System.nanoTime();
    try (LiveClient client =
        new LiveClient(network, destination(reader), new Outbox(id()), new ReaderLog("joining"))
            .start()) {
      require(() -> client.replica().epoch().isPresent(), "nobody was let in");
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      long until = client.replica().position() + random.nextInt(MOST_FOLLOWED);
      require(() -> client.replica().position() >= until, "nothing came any more");
      sights.add(client.replica().sight());
      return took;
    }
  }

  private static void require(BooleanSupplier holds, String otherwise) {
    if (!Waiting.until(PATIENCE, Duration.ofMillis(2), holds)) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** How many of those who looked saw something else than the witness saw at that moment. */
  private int wrong() {
    require(
        () -> writers.stream().allMatch(writer -> writer.client.outbox().count() == 0),
        "not all was saved");
    List<Replica.Sight> inOrder =
        sights.stream().sorted(Comparator.comparingLong(Replica.Sight::position)).toList();
    long last = inOrder.getLast().position();
    require(() -> witnessing.replica().position() >= last, "the witness is behind");
    if (!witness.gaps().isEmpty() || witness.entries().getFirst().seq() != 1) {
      throw new IllegalStateException("the witness has not seen everything: " + witness);
    }
    Replica oracle = new Replica();
    int wrong = 0;
    int at = 0;
    List<Entry> entries = witness.entries();
    for (Replica.Sight sight : inOrder) {
      while (at < sight.position()) {
        oracle.apply(entries.get(at++));
      }
      if (!lasting(sight.notes()).equals(lasting(oracle.shown()))) {
        wrong++;
      }
    }
    return wrong;
  }

  // What a note said goes out of the history when it is deleted, so a reader of the history may
  // know it
  // no more at a moment at which it was still there.
  private Map<UUID, Note> lasting(Map<UUID, Note> seen) {
    Map<UUID, Note> lasting = new HashMap<>(seen);
    witnessing.replica().notes().values().stream()
        .filter(Note::deleted)
        .forEach(gone -> lasting.computeIfPresent(gone.id(), (id, note) -> note.blank()));
    return lasting;
  }

  private void close() {
    witnessing.close();
    writers.forEach(writer -> writer.client.close());
  }

  /** {@code --joins=1000 --ops=500}, ops for each second. */
  public static void main(String[] arguments) throws Exception {
    int joins = 1_000;
    int ops = 500;
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      switch (parts[0]) {
        case "--joins" -> joins = Integer.parseInt(parts[1]);
        case "--ops" -> ops = Integer.parseInt(parts[1]);
        default -> throw new IllegalArgumentException("not understood: " + argument);
      }
    }
    Options options =
        Options.usual(Map.of())
            .withData(Path.of("target/joins-" + ProcessHandle.current().pid()))
            .withPort(0)
            .withFresh();
    int wrong;
    try (RollingPaper system = RollingPaper.start(options);
        LiveNetwork network = new LiveNetwork(Timing.USUAL)) {
      wrong = run(system.gatewayUrl(), network, joins, ops);
    }
    System.exit(wrong == 0 ? 0 : 1);
  }

  private static int run(String url, LiveNetwork network, int count, int ops) throws Exception {
    People people = new People(new Client(url), new Patience(PATIENCE, new Tally()));
    Person owner = people.signUp(id() + "@example.org", "지우", "ko");
    List<Joins> papers = new ArrayList<>();
    for (int number = 1; number <= PAPERS; number++) {
      papers.add(new Joins(network, url, people, owner, number));
    }
    Latencies taken = new Latencies();
    AtomicInteger left = new AtomicInteger(count);
    AtomicBoolean enough = new AtomicBoolean();
    long pause = PAPERS * WRITERS * 1_000_000_000L / ops;
    long began;
    long before;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Joins paper : papers) {
        for (SteadyWriter writer : paper.writers) {
          threads.submit(() -> write(writer, pause, enough));
        }
      }
      TimeUnit.SECONDS.sleep(3);
      began = System.nanoTime();
      before = entries(papers);
      List<Future<?>> joining = new ArrayList<>();
      for (int index = 0; index < JOINING; index++) {
        joining.add(
            threads.submit(
                () -> {
                  Random random = new Random(ThreadLocalRandom.current().nextLong());
                  while (left.getAndDecrement() > 0) {
                    taken.add(papers.get(random.nextInt(PAPERS)).join(random));
                  }
                }));
      }
      try {
        for (Future<?> one : joining) {
          one.get();
        }
      } finally {
        enough.set(true);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    double rate = (entries(papers) - before) / seconds;
    int wrong = 0;
    for (Joins paper : papers) {
      wrong += paper.wrong();
      paper.close();
    }
    System.out.printf(
        "[joins] %d joins in %.1f s during %.0f ops/s saved on %d papers: %d saw something else;"
            + " joining took %s%n",
        taken.count(), seconds, rate, PAPERS, wrong, taken);
    return wrong;
  }

  private static long entries(List<Joins> papers) {
    return papers.stream().mapToLong(paper -> paper.witnessing.replica().position()).sum();
  }

  private static void write(SteadyWriter writer, long pause, AtomicBoolean enough) {
    long next = System.nanoTime() + ThreadLocalRandom.current().nextLong(pause);
    while (!enough.get()) {
      try {
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        return;
      }
      writer.step();
      next += pause;
    }
  }
}
