package app.rollingpaper.compose.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.DatabaseUrl;
import app.rollingpaper.compose.launcher.RollingPaper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Processes die while people write and papers are delivered. The order of the faults and what is written come from one seed,
 * which is printed; {@code -Dfault.seed=…} repeats it.
 */
@Tag("P03")
@Tag("P08")
@Tag("A01")
@Tag("D09")
@Tag("L04")
@Tag("L05")
@Tag("T04")
@Tag("T05")
final class FaultTest {
  private static final Duration RECOVERY = Duration.ofSeconds(45);
  private static final Duration DECIDED = Duration.ofSeconds(60);
  // A mail that a killed instance had begun to send is left alone for a minute.
  private static final Duration ALL_TOLD = Duration.ofSeconds(90);
  private static final Duration WRITE_EVERY = Duration.ofMillis(200);
  private static final Duration DELIVER_EVERY = Duration.ofMillis(500);
  private static final int PAPERS = 3;

  private final long seed = Long.getLong("fault.seed", Long.getLong("test.seed", 1));
  private final RollingPaper system = SharedSystem.get();
  private final Client client = SharedSystem.client();
  private final Tally tally = new Tally();
  private final Patience patience = new Patience(DECIDED, tally);
  private final People people = new People(client, patience);
  private final Journal journal = new Journal(tally);

  @Test
  void nothingAcknowledgedIsLostOrDoubledWhenProcessesAreKilled() throws Exception {
    System.out.println("[faults] seed " + seed);
    Random random = new Random(seed);
    Person owner = people.signUp("owner-" + UUID.randomUUID() + "@example.org", "지우", "ko");
    List<Writer> writers = new ArrayList<>();
    List<Paper> papers = new ArrayList<>();
    for (int index = 1; index <= PAPERS; index++) {
      Paper paper =
          people.open(owner, "paper " + index, "main-" + UUID.randomUUID() + "@example.org", "ko");
      papers.add(paper);
      journal.follow(paper);
      URI link = people.link(paper, "write");
      Person account =
          people.arrive(
              link,
              people.signUp(
                  "writer-" + UUID.randomUUID() + "@example.org", "account " + index, "en"));
      writers.add(new OpWriter(client, patience, journal, paper, owner, random.nextLong()));
      writers.add(
          new OpWriter(
              client,
              patience,
              journal,
              paper,
              people.arrive(link, "하나 " + index),
              random.nextLong()));
      writers.add(
          new NoteWriter(
              client,
              patience,
              journal,
              paper,
              people.arrive(link, "두리 " + index),
              random.nextLong()));
      writers.add(new NoteWriter(client, patience, journal, paper, account, random.nextLong()));
    }
    Courier courier = new Courier(client, patience, journal, owner, random.nextLong());

    Crew writing = Crew.start(writers, WRITE_EVERY);
    Crew delivering = Crew.start(List.of(courier), DELIVER_EVERY);
    Nemesis nemesis =
        new Nemesis(system, () -> serves(papers.getFirst()), RECOVERY, random.nextLong());
    List<Nemesis.Strike> strikes = nemesis.strike(targets(random));

    // One paper is sealed in the middle of everything: nothing may slip in after it.
    people.turn(papers.getFirst(), "seal");
    journal.sealed(papers.getFirst());
    List<Throwable> failures = new ArrayList<>(delivering.finish(DECIDED));
    failures.addAll(writing.finish(DECIDED));
    assertThat(failures).isEmpty();
    for (Paper paper : papers) {
      people.turn(paper, "deliver");
      journal.delivered(paper);
    }

    Checker checker = new Checker(client, patience).papers(journal);
    if (system.databaseAdmin().isPresent()) {
      checker.tables(journal, system.databaseAdmin().get());
    }
    System.out.printf(
        "[faults] %s; %d papers with %d entries read back; %d strikes: %s%n",
        tally, journal.pages().size(), checker.entries(), strikes.size(), strikes);
    assertThat(checker.differences()).isEmpty();
    assertThat(tally.acknowledgedCount()).isGreaterThan(200);

    Mails mails = SharedSystem.mails();
    long began = System.nanoTime();
    await()
        .atMost(ALL_TOLD)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(toldOnce(mails, owner).differences()).isEmpty());
    System.out.printf(
        "[faults] everybody was told after another %d ms%n",
        (System.nanoTime() - began) / 1_000_000);
  }

  /** Whether everything that was delivered was told once, and no event still waits to be published. */
  private Checker toldOnce(Mails mails, Person owner) throws Exception {
    if (system.databaseAdmin().isPresent()) {
      assertThat(unpublished(system.databaseAdmin().get()))
          .describedAs("events not yet published")
          .isZero();
    }
    return new Checker(client, patience).mails(journal, mails).inbox(journal, owner);
  }

  /** As its users see it: the gateway finds every instance well, and a paper is read from the database. */
  private boolean serves(Paper paper) {
    try {
      return SharedSystem.fleet().isWhole()
          && client.get(paper.path("/notes?limit=1")).as(paper.owner()).send().status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * What is killed, in which order: an instance of paper-service, notification-service and every embedded store, and then
   * any one. Real servers belong to others: where they are used, only the services die.
   */
  private List<String> targets(Random random) {
    List<String> all =
        system.processes().stream()
            .map(RollingPaper.RunningProcess::name)
            .filter(name -> !name.equals("gateway"))
            .toList();
    String paper = "paper-" + random.nextInt(1, 3);
    List<String> targets =
        new ArrayList<>(
            all.stream()
                .filter(name -> name.equals(paper) || !name.matches("(paper|user)-.*"))
                .toList());
    Collections.shuffle(targets, random);
    targets.add(all.get(random.nextInt(all.size())));
    if (!SharedSystem.realServers().isEmpty()) {
      System.out.println(
          "[faults] the servers behind "
              + SharedSystem.realServers().keySet()
              + " are not killed, only "
              + targets);
    }
    return targets;
  }

  private static long unpublished(DatabaseUrl database) throws Exception {
    try (SavedTables tables = new SavedTables(database)) {
      return tables.unpublished();
    }
  }
}
