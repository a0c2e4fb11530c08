package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.Report.Budget;
import app.rollingpaper.compose.suites.Answer;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.Person;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The read and the write that happen most over plain HTTP, through the gateway. */
final class HotPaths implements Bench {
  private static final int CONNECTIONS = 32;
  private static final int PAPERS = 16;
  private static final int NOTES = 10;

  /** Somebody with a note of their own. */
  private record Author(Paper paper, Person person, String note) {}

  @Override
  public void run(Settings settings) throws Exception {
    Duration time = settings.seconds(8);
    try (Stage stage = Stage.set(2, Map.of())) {
      List<Author> authors = authors(stage);
      HttpLoad reads = new HttpLoad(stage.gateway(), CONNECTIONS, i -> () -> read(authors.get(i)));
      HttpLoad writes =
          new HttpLoad(
              stage.gateway(),
              CONNECTIONS,
              i -> {
                int[] number = {0};
                return () -> write(authors.get(i), ++number[0]);
              });
      // Three virtual machines compile what they run on the processors that run it.
      Duration warmUp = Duration.ofSeconds(settings.number("warm-up", 90));
      reads.closed(warmUp);
      writes.closed(warmUp);
      Report report = new Report(System.out, "hot-paths");
      show(
          report,
          Report.text("hot read (a paper of %d notes), as fast as it goes", NOTES),
          reads.closed(time),
          Budget.atLeast(3_000, 6_000, "req/s"));
      late(
          report,
          "hot read at 3,000 req/s",
          reads.open(time, 3_000),
          Budget.atMost(25, Double.NaN, "ms"));
      show(
          report,
          "committed write (a note changed), as fast as it goes",
          writes.closed(time),
          Budget.atLeast(1_000, 2_000, "req/s"));
      late(
          report,
          "committed write at 1,000 req/s",
          writes.open(time, 1_000),
          Budget.atMost(50, Double.NaN, "ms"));
    }
  }

  private static List<Author> authors(Stage stage) throws IOException {
    Client client = new Client(stage.system().gatewayUrl());
    List<Author> authors = new ArrayList<>();
    for (int i = 0; i < PAPERS; i++) {
      Paper paper = stage.paper();
      List<Person> guests = stage.guests(paper, "write", CONNECTIONS / PAPERS);
      for (int note = 0; note < NOTES; note++) {
        Person guest = guests.get(note % guests.size());
        Answer added =
            client
                .post(paper.path("/notes"))
                .as(guest)
                .json(Map.of("text", "생일 축하해요! 늘 건강하기를."))
                .send()
                .expect(201);
        if (note < guests.size()) {
          authors.add(new Author(paper, guest, added.text("id")));
        }
      }
    }
    return authors;
  }

  private static HttpLoad.Request read(Author author) {
    return new HttpLoad.Request("GET", author.paper.path("/notes"), author.person.token(), "");
  }

  private static HttpLoad.Request write(Author author, int number) {
    return new HttpLoad.Request(
        "PATCH",
        author.paper.path("/notes/" + author.note),
        author.person.token(),
        "{\"text\":\"생일 축하해요! " + number + "\"}");
  }

  private static void show(Report report, String what, HttpLoad.Seen seen, Budget budget) {
    report.figure(
        what,
        Report.text(
            "%s req/s (%s), %d failed",
            Report.number(seen.perSecond()), times(seen), seen.failed()),
        seen.perSecond(),
        budget);
  }

  private static void late(Report report, String what, HttpLoad.Seen seen, Budget budget) {
    report.figure(
        what,
        Report.text("%s, %d failed", times(seen), seen.failed()),
        seen.latency().getValueAtPercentile(99) / 1e3,
        budget);
  }

  private static String times(HttpLoad.Seen seen) {
    return Report.text(
        "p50 %s ms, p99 %s ms, most %s ms",
        Report.number(seen.latency().getValueAtPercentile(50) / 1e3),
        Report.number(seen.latency().getValueAtPercentile(99) / 1e3),
        Report.number(seen.latency().getMaxValue() / 1e3));
  }
}
