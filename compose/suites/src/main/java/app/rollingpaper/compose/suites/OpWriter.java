package app.rollingpaper.compose.suites;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Writes ops with numbers of its own, as a client of the live protocol does: what was not acknowledged is sent again just
 * as it was, and now and then what was acknowledged long ago, which has to change nothing.
 */
public final class OpWriter implements Writer {
  private static final List<String> COLORS =
      List.of("butter", "blush", "mint", "sky", "lilac", "paper");
  private static final int MOST_CHANGES = 3;
  private static final double REPEATED = 0.1;

  private final Client client;
  private final Patience patience;
  private final Journal journal;
  private final Paper paper;
  private final Person author;
  private final Random random;
  private final String id;
  private final List<UUID> notes = new ArrayList<>();
  private final List<Journal.Entry> acknowledged = new ArrayList<>();
  private long n;
  private boolean closed;

  public OpWriter(
      Client client, Patience patience, Journal journal, Paper paper, Person author, long seed) {
    this.client = client;
    this.patience = patience;
    this.journal = journal;
    this.paper = paper;
    this.author = author;
    this.random = new Random(seed);
    this.id = HexFormat.of().toHexDigits(random.nextLong());
  }

  @Override
  public void step() {
    if (closed) {
      return;
    }
    if (!acknowledged.isEmpty() && random.nextDouble() < REPEATED) {
      repeat(acknowledged.get(random.nextInt(acknowledged.size())));
    }
    List<Change> changes = changes();
    long number = n + 1;
    Answer answer = send(number, changes);
    switch (answer.status() + " " + answer.problem()) {
      case "200 " -> {
        n = number;
        if (answer.json().path("duplicate").asBoolean()) {
          journal.tally().repeatRecognised();
        }
        Journal.Entry entry =
            new Journal.Entry(
                author.author(), id, number, answer.json().path("seq").asLong(), changes);
        acknowledged.add(entry);
        journal.acknowledged(paper, entry);
        remember(changes);
      }
      case "409 wrong-state" -> closed = true;
      default -> throw new AssertionError("op " + number + " of " + author + ": " + answer);
    }
  }

  private void repeat(Journal.Entry entry) {
    Answer answer = send(entry.n(), entry.changes());
    boolean recognised =
        answer.status() == 200
            && answer.json().path("duplicate").asBoolean()
            && answer.json().path("seq").asLong() == entry.seq();
    if (!recognised) {
      throw new AssertionError(entry + " was sent again and not recognised: " + answer);
    }
    journal.tally().repeatRecognised();
  }

  private Answer send(long number, List<Change> changes) {
    Map<String, Object> op =
        Map.of("c", id, "n", number, "d", changes.stream().map(Change::mutation).toList());
    return patience.send(client.post(paper.path("/ops")).as(author).json(op)).answer();
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    List<UUID> left = new ArrayList<>(notes);
    int count = 1 + random.nextInt(MOST_CHANGES);
    for (int index = 0; index < count; index++) {
      int kind = random.nextInt(10);
      if (left.isEmpty() || kind < 4) {
        UUID note = new UUID(random.nextLong(), random.nextLong());
        String text = author.name() + " " + (n + 1) + "." + index + " 축하해! 🎂";
        changes.add(
            Change.add(
                note,
                text,
                COLORS.get(random.nextInt(COLORS.size())),
                random.nextInt(1_000),
                random.nextInt(2_000)));
      } else {
        UUID note = left.get(random.nextInt(left.size()));
        if (kind < 7) {
          changes.add(Change.place(note, random.nextInt(1_000), random.nextInt(2_000)));
        } else if (kind < 9) {
          changes.add(Change.text(note, author.name() + " again " + (n + 1) + "." + index));
        } else {
          changes.add(Change.delete(note));
          left.remove(note);
        }
      }
    }
    return changes;
  }

  private void remember(List<Change> changes) {
    for (Change change : changes) {
      if (change.kind().equals("add")) {
        notes.add(change.noteId());
      } else if (change.kind().equals("del")) {
        notes.remove(change.noteId());
      }
    }
  }
}
