package app.rollingpaper.compose.suites.load;

import app.rollingpaper.compose.embedded.Waiting;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.People;
import app.rollingpaper.compose.suites.Person;
import app.rollingpaper.compose.suites.live.Destination;
import app.rollingpaper.compose.suites.live.Entry;
import app.rollingpaper.compose.suites.live.LiveClient;
import app.rollingpaper.compose.suites.live.LiveListener;
import app.rollingpaper.compose.suites.live.LiveNetwork;
import app.rollingpaper.compose.suites.live.Mutation;
import app.rollingpaper.compose.suites.live.Outbox;
import app.rollingpaper.compose.suites.live.Timing;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Many people who sit before papers with an open socket and write now and then. Thread-safe. */
public final class Sockets implements AutoCloseable {
  private static final int PER_GUEST = 10;

  private final LiveNetwork network = new LiveNetwork(Timing.USUAL);
  private final Client http;
  private final List<Sitting> sittings = new ArrayList<>();
  private final ScheduledExecutorService pens =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pens").factory());

  private Sockets(String base) {
    this.http = new Client(base);
  }

  /** One socket, and what its person has written. */
  private static final class Sitting implements LiveListener {
    final Paper paper;
    final Person person;
    final UUID note = UUID.randomUUID();
    final AtomicLong written = new AtomicLong();
    final AtomicLong saved = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong comings = new AtomicLong();
    volatile LiveClient client;

    Sitting(LiveNetwork network, String base, Paper paper, Person person) {
      this.paper = paper;
      this.person = person;
      String id = String.format(Locale.ROOT, "%016x", ThreadLocalRandom.current().nextLong());
      this.client =
          new LiveClient(
              network, Destination.of(base, paper.id(), person.token()), new Outbox(id), this);
    }

    @Override
    public void status(LiveClient.Status status, int code) {
      if (status == LiveClient.Status.LIVE) {
        comings.incrementAndGet();
      }
    }

    @Override
    public void saved(long n, Entry entry) {
      saved.incrementAndGet();
    }

    @Override
    public void decided(List<Outbox.Kept> ops, long head) {
      saved.addAndGet(ops.size());
    }

    @Override
    public void refused(Outbox.Kept op, String code) {
      refused.incrementAndGet();
    }

    void write() {
      long number = written.incrementAndGet();
      client.write(
          List.of(
              number == 1
                  ? Mutation.add(note, text(1), 100, 100)
                  : Mutation.text(note, text(number))));
    }

    static String text(long number) {
      return "line " + number;
    }

    boolean isLive() {
      return client.status() == LiveClient.Status.LIVE;
    }
  }

  /** Opens that many sockets, spread over the papers, and waits until all are live. */
  public static Sockets open(String base, List<Paper> papers, int count) {
    Sockets sockets = new Sockets(base);
    People people = new People(sockets.http);
    int each = Math.ceilDiv(count, papers.size());
    for (Paper paper : papers) {
      URI link = people.link(paper, "write");
      Person guest = people.arrive(link, "reader");
      for (int number = 0; number < each && sockets.sittings.size() < count; number++) {
        if (number > 0 && number % PER_GUEST == 0) {
          guest = people.arrive(link, "reader " + number);
        }
        sockets.sittings.add(new Sitting(sockets.network, base, paper, guest));
      }
    }
    sockets.sittings.forEach(sitting -> sitting.client.start());
    if (!sockets.allLive(Duration.ofSeconds(60))) {
      throw new AssertionError("not all sockets opened: " + sockets);
    }
    return sockets;
  }

  /** From now on, so many ops a second, each by the next of them. */
  public Sockets writing(double opsPerSecond) {
    long pause = (long) (TimeUnit.SECONDS.toNanos(1) / opsPerSecond);
    AtomicLong turn = new AtomicLong();
    pens.scheduleAtFixedRate(
        () -> sittings.get((int) (turn.getAndIncrement() % sittings.size())).write(),
        0,
        pause,
        TimeUnit.NANOSECONDS);
    return this;
  }

  /** Writes no more; false when not everything was saved in time. */
  public boolean settle(Duration limit) {
    pens.shutdown();
    return Waiting.until(
        limit, () -> sittings.stream().allMatch(sitting -> sitting.client.outbox().count() == 0));
  }

  /** Whether every socket is open and let in, or becomes so in time. */
  public boolean allLive(Duration limit) {
    return Waiting.until(limit, () -> sittings.stream().allMatch(Sitting::isLive));
  }

  public long written() {
    return sittings.stream().mapToLong(sitting -> sitting.written.get()).sum();
  }

  /** How often one of them came back after it was asked to go, or had lost its connection. */
  public long returns() {
    return sittings.stream().mapToLong(sitting -> sitting.comings.get() - 1).sum();
  }

  /** Ops that were written and are not in the paper; meant for after {@link #settle}. */
  public List<String> lost() throws IOException {
    List<String> lost = new ArrayList<>();
    for (Sitting sitting : sittings) {
      long written = sitting.written.get();
      if (sitting.refused.get() > 0) {
        lost.add(sitting.paper + ": " + sitting.refused.get() + " refused");
      }
      if (written > 0) {
        JsonNode note =
            http.get(sitting.paper.path("/notes/" + sitting.note)).as(sitting.person).send().json();
        if (!note.path("text").asText().equals(Sitting.text(written))) {
          lost.add(sitting.paper + ": wrote " + Sitting.text(written) + ", found " + note);
        }
      }
    }
    return lost;
  }

  @Override
  public void close() {
    pens.shutdownNow();
    sittings.forEach(sitting -> sitting.client.close());
    network.close();
  }

  @Override
  public String toString() {
    Map<String, Integer> states = new TreeMap<>();
    sittings.forEach(sitting -> states.merge(sitting.client.status().name(), 1, Integer::sum));
    return sittings.size() + " sockets " + states;
  }
}
