package app.rollingpaper.compose.suites.trial;

import app.rollingpaper.compose.suites.Answer;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.Patience;
import app.rollingpaper.compose.suites.Person;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

/** Somebody who writes the same ops over plain HTTP, and sends each until it is decided. Used by one thread at a time. */
final class HttpWriter {
  private final Client client;
  private final Patience patience;
  private final Paper paper;
  private final Person author;
  private final Composer composer;
  private final OpLog log;
  private final String id;
  private long n;

  HttpWriter(Client client, Patience patience, Paper paper, Person author, Random random) {
    this.client = client;
    this.patience = patience;
    this.paper = paper;
    this.author = author;
    this.composer = new Composer(author.name(), random);
    this.id = HexFormat.of().toHexDigits(random.nextLong());
    this.log = new OpLog(author.author(), id);
  }

  OpLog log() {
    return log;
  }

  /** Writes one op and returns when it is decided. */
  void step() {
    OpLog.Written op = composer.next();
    log.wrote(++n, op);
    Client.Request request =
        client.post(paper.path("/ops")).as(author).json(Map.of("c", id, "n", n, "d", op.d()));
    Patience.Decided decided = patience.send(request);
    Answer answer = decided.answer();
    if (decided.uncertain()) {
      log.sentAgain();
    }
    if (answer.status() == 200) {
      log.acknowledged(n, answer.json().path("seq").asLong());
    } else {
      log.refused(n, answer.problem());
    }
  }
}
