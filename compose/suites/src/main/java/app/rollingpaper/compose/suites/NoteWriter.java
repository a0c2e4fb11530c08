package app.rollingpaper.compose.suites;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Writes notes as plain resources. A new note carries an {@code Idempotency-Key}; a change or a deletion carries the version
 * it means, and when its answer was lost, the note itself is asked what became of it.
 */
public final class NoteWriter implements Writer {
  private final Client client;
  private final Patience patience;
  private final Journal journal;
  private final Paper paper;
  private final Person author;
  private final Random random;
  private final List<Held> notes = new ArrayList<>();
  private int count;
  private boolean closed;

  public NoteWriter(
      Client client, Patience patience, Journal journal, Paper paper, Person author, long seed) {
    this.client = client;
    this.patience = patience;
    this.journal = journal;
    this.paper = paper;
    this.author = author;
    this.random = new Random(seed);
  }

  private record Held(UUID id, String tag) {}

  @Override
  public void step() {
    if (closed) {
      return;
    }
    count++;
    int kind = random.nextInt(10);
    if (notes.isEmpty() || kind < 5) {
      add();
    } else {
      Held held = notes.remove(random.nextInt(notes.size()));
      if (kind < 8) {
        change(held);
      } else {
        delete(held);
      }
    }
  }

  private void add() {
    String key = author.author() + "-" + count;
    String text = author.name() + " note " + count + " 생일 축하해 🎉";
    Client.Request request =
        client.post(paper.path("/notes")).as(author).key(key).json(Map.of("text", text));
    Answer answer = patience.send(request).answer();
    switch (answer.status() + " " + answer.problem()) {
      case "201 " -> {
        JsonNode note = answer.json();
        UUID id = UUID.fromString(note.path("id").asText());
        Change.Note added = Change.Note.of(note);
        if (!added.text().equals(text) || !added.author().equals(author.author())) {
          throw new AssertionError("asked for " + text + ", got " + answer);
        }
        journal.acknowledged(
            paper, author.author(), Change.add(id, text, added.color(), added.x(), added.y()));
        notes.add(new Held(id, tag(answer)));
      }
      case "409 wrong-state" -> closed = true;
      default -> throw new AssertionError("a note of " + author + ": " + answer);
    }
  }

  private void change(Held held) {
    Change change = Change.text(held.id(), author.name() + " edited " + count);
    Map<String, Object> content = Map.of("text", String.valueOf(change.text()));
    Client.Request request =
        client.patch(path(held)).as(author).header("If-Match", held.tag()).json(content);
    Patience.Decided decided = patience.send(request);
    Answer answer = decided.answer();
    if (answer.status() != 200 && decided.uncertain()) {
      answer = patience.send(client.get(path(held)).as(author)).answer().expect(200);
      if (tag(answer).equals(held.tag())) {
        // Nothing came of it before the paper was sealed.
        closed = true;
        return;
      }
      journal.tally().repeatRecognised();
    }
    switch (answer.status() + " " + answer.problem()) {
      case "200 " -> {
        journal.acknowledged(paper, author.author(), change);
        notes.add(new Held(held.id(), tag(answer)));
      }
      case "409 wrong-state" -> closed = true;
      default -> throw new AssertionError(request + " by " + author + ": " + answer);
    }
  }

  private void delete(Held held) {
    Client.Request request = client.delete(path(held)).as(author).header("If-Match", held.tag());
    Patience.Decided decided = patience.send(request);
    Answer answer = decided.answer();
    boolean gone = answer.status() == 204;
    if (!gone && decided.uncertain()) {
      gone = patience.send(client.get(path(held)).as(author)).answer().status() == 404;
      if (gone) {
        journal.tally().repeatRecognised();
      }
    }
    if (gone) {
      journal.acknowledged(paper, author.author(), Change.delete(held.id()));
    } else if (answer.problem().equals("wrong-state")) {
      closed = true;
    } else {
      throw new AssertionError(request + " by " + author + ": " + answer);
    }
  }

  private String path(Held held) {
    return paper.path("/notes/" + held.id());
  }

  private static String tag(Answer answer) {
    return answer.header("ETag").orElseThrow(() -> new AssertionError("no ETag: " + answer));
  }
}
