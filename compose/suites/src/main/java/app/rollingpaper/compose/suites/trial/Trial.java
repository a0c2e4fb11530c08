package app.rollingpaper.compose.suites.trial;

import app.rollingpaper.compose.embedded.Waiting;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.Patience;
import app.rollingpaper.compose.suites.People;
import app.rollingpaper.compose.suites.Person;
import app.rollingpaper.compose.suites.Tally;
import app.rollingpaper.compose.suites.fault.ProxiedSystem;
import app.rollingpaper.compose.suites.live.Destination;
import app.rollingpaper.compose.suites.live.LiveClient;
import app.rollingpaper.compose.suites.live.LiveNetwork;
import app.rollingpaper.compose.suites.live.Outbox;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One new paper, those who write on it over sockets and HTTP, and those who read; at the end, what all of them were told is
 * compared with the database. With affinity they come through the gateway; without, to one instance after the other.
 */
final class Trial implements AutoCloseable {
  private static final int SOCKET_WRITERS = 3;
  private static final int READERS = 3;
  private static final int SHORTEST_PAUSE_MILLIS = 20;
  private static final int LONGEST_PAUSE_MILLIS = 120;
  private static final int LATEST_READER_MILLIS = 1_500;
  private static final Duration DECIDED = Duration.ofSeconds(150);
  private static final Duration CONVERGED = Duration.ofSeconds(60);

  private final ProxiedSystem system;
  private final LiveNetwork network;
  private final Paper paper;
  private final boolean affinity;
  private final Random random;
  private final List<SocketWriter> writers = new ArrayList<>();
  private final HttpWriter httpWriter;
  private final List<Reader> readers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean enough = new AtomicBoolean();

  Trial(
      ProxiedSystem system,
      LiveNetwork network,
      People people,
      Person owner,
      String name,
      boolean affinity,
      long seed) {
    this.system = system;
    this.network = network;
    this.affinity = affinity;
    this.random = new Random(seed);
    this.paper = people.open(owner, name, "recipient@example.org", "ko");
    URI link = people.link(paper, "write");
    for (int index = 1; index <= SOCKET_WRITERS; index++) {
      Person author = people.arrive(link, "하나 " + index);
      writers.add(new SocketWriter(network, destination(author), author, chance()));
    }
    this.httpWriter =
        new HttpWriter(
            new Client(system.gatewayUrl()),
            new Patience(DECIDED, new Tally()),
            paper,
            people.arrive(link, "두리"),
            chance());
    Person reader = people.arrive(people.link(paper, "read"), "세나");
    for (int index = 1; index <= READERS; index++) {
      readers.add(new Reader("reader " + index, destination(reader)));
    }
  }

  /** Somebody who only reads. */
  private final class Reader {
    private final ReaderLog log;
    private final LiveClient client;

    Reader(String name, Destination destination) {
      log = new ReaderLog(name);
      client =
          new LiveClient(
              network, destination, new Outbox(HexFormat.of().toHexDigits(random.nextLong())), log);
    }

    boolean hasCome(long head) {
      return client.status() == LiveClient.Status.LIVE && client.replica().position() >= head;
    }
  }

  private Random chance() {
    return new Random(random.nextLong());
  }

  private Destination destination(Person who) {
    if (affinity) {
      return Destination.of(system.gatewayUrl(), paper.id(), who.token());
    }
    List<String> instances = new ArrayList<>(system.paperUrls());
    Collections.shuffle(instances, random);
    return Destination.inTurn(instances, paper.id(), who.token());
  }

  /** Lets everybody begin. */
  void begin() {
    for (SocketWriter writer : writers) {
      repeat(writer::step);
    }
    repeat(httpWriter::step);
    for (Reader reader : readers) {
      int late = reader == readers.getFirst() ? 0 : random.nextInt(LATEST_READER_MILLIS);
      run(
          () -> {
            TimeUnit.MILLISECONDS.sleep(late);
            reader.client.start();
          });
    }
  }

  private interface Deed {
    void run() throws InterruptedException;
  }

  private void repeat(Runnable step) {
    Random pauses = chance();
    run(
        () -> {
          while (!enough.get()) {
            step.run();
            TimeUnit.MILLISECONDS.sleep(
                pauses.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
          }
        });
  }

  private void run(Deed deed) {
    threads.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    deed.run();
                  } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                  } catch (RuntimeException | AssertionError failure) {
                    failures.add(failure);
                  }
                }));
  }

  /** Nobody writes anything new from now on. */
  void stopWriting() {
    enough.set(true);
  }

  /** Waits until all of it is decided and everybody has come to the end of the ledger, and compares. */
  Verdict settle() throws SQLException, InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    List<String> stuck = new ArrayList<>();
    failures.forEach(failure -> stuck.add(paper.title() + ": " + failure));
    if (!Waiting.until(CONVERGED, () -> writers.stream().allMatch(SocketWriter::isDecided))) {
      stuck.add(paper.title() + ": not decided: " + writers);
    }
    long head = LedgerTables.read(system.database(), paper.id()).head();
    // One who comes now sees the whole.
    Reader last = new Reader("the last to come", destination(paper.owner()));
    readers.add(last);
    last.client.start();
    if (!Waiting.until(
        CONVERGED,
        () ->
            writers.stream().allMatch(writer -> writer.isSaved(head))
                && readers.stream().allMatch(reader -> reader.hasCome(head)))) {
      stuck.add(paper.title() + ": not at " + head + ": " + writers);
    }
    LedgerCheck check =
        new LedgerCheck(paper.title(), LedgerTables.read(system.database(), paper.id()));
    List<OpLog.Account> accounts = new ArrayList<>();
    writers.forEach(writer -> accounts.add(writer.log().account()));
    accounts.add(httpWriter.log().account());
    check.tables(accounts);
    accounts.forEach(check::writer);
    writers.forEach(writer -> check.replica("writer " + writer, writer.replica()));
    readers.forEach(reader -> check.reader(reader.log, reader.client.replica()));
    return check.verdict().and(new Verdict(0, 0, 0, List.of(), List.of(), stuck));
  }

  @Override
  public void close() {
    stopWriting();
    writers.forEach(SocketWriter::close);
    readers.forEach(reader -> reader.client.close());
  }
}
