package app.rollingpaper.compose.suites;

import app.rollingpaper.compose.embedded.DatabaseUrl;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads everything back that a journal tells of, and names each difference: what was lost, what is there twice, what is out
 * of order. Meant for when the writers are done.
 */
public final class Checker {
  private static final int PAGE = 100;

  private final Client client;
  private final Patience patience;
  private final List<String> differences = new ArrayList<>();
  private long entries;

  public Checker(Client client, Patience patience) {
    this.client = client;
    this.patience = patience;
  }

  private record Told(UUID author, String client, long n, List<Change> changes) {}

  /** Everything that is not as it was acknowledged. */
  public List<String> differences() {
    return List.copyOf(differences);
  }

  /** How many entries of ledgers were read. */
  public long entries() {
    return entries;
  }

  /** Compares every paper of the journal through the API. */
  public Checker papers(Journal journal) {
    journal.pages().forEach(this::paper);
    return this;
  }

  private void paper(Journal.Page page) {
    Paper paper = page.paper();
    List<Told> history = history(paper);
    entries += history.size();
    Map<UUID, Change.Note> notes = notes(paper);

    compare(paper, "entries of the ledger", page.length(), (long) history.size());
    numbers(paper, history);
    for (Journal.Entry entry : page.entries()) {
      acknowledged(paper, history, entry);
    }
    Map<UUID, Change.Note> replayed = new HashMap<>();
    history.forEach(
        told -> told.changes().forEach(change -> change.applyTo(replayed, told.author())));
    compareNotes(paper, "notes after the history", replayed, notes);
    compareNotes(paper, "acknowledged notes", page.notes(), notes);
    JsonNode found = get(paper, "").json();
    compare(paper, "count of notes", page.notes().size(), found.path("noteCount").asInt());
    if (page.isDelivered()) {
      compare(paper, "state", "delivered", found.path("state").asText());
    }
  }

  /** The whole history in order; where a page does not go on right after the one before, that is told. */
  private List<Told> history(Paper paper) {
    List<Told> history = new ArrayList<>();
    long epoch = get(paper, "/ops?limit=1").json().path("epoch").asLong();
    while (true) {
      JsonNode page =
          get(paper, "/ops?limit=" + PAGE + "&since=" + epoch + ":" + history.size()).json();
      compare(
          paper,
          "beginning of a part of the history",
          history.size() + 1L,
          page.path("from").asLong());
      if (page.path("ops").isEmpty()) {
        return history;
      }
      for (JsonNode op : page.path("ops")) {
        List<Change> changes = new ArrayList<>();
        op.path("d").forEach(mutation -> changes.add(Change.of(mutation)));
        UUID author = UUID.fromString(op.path("author").path("id").asText());
        history.add(new Told(author, op.path("c").asText(), op.path("n").asLong(), changes));
      }
    }
  }

  private Map<UUID, Change.Note> notes(Paper paper) {
    Map<UUID, Change.Note> notes = new HashMap<>();
    String cursor = "";
    do {
      JsonNode page = get(paper, "/notes?limit=" + PAGE + cursor).json();
      for (JsonNode note : page.path("items")) {
        UUID id = UUID.fromString(note.path("id").asText());
        if (notes.put(id, Change.Note.of(note)) != null) {
          differences.add(paper.title() + ": note " + id + " is listed twice");
        }
      }
      cursor = page.hasNonNull("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    return notes;
  }

  private void numbers(Paper paper, List<Told> history) {
    Map<String, Long> last = new HashMap<>();
    Set<UUID> added = new HashSet<>();
    for (int index = 0; index < history.size(); index++) {
      Told told = history.get(index);
      String who = told.author() + "/" + told.client();
      compare(
          paper,
          "number of " + who + " at " + (index + 1),
          last.getOrDefault(who, 0L) + 1,
          told.n());
      last.put(who, told.n());
      for (Change change : told.changes()) {
        if (change.kind().equals("add") && !added.add(change.noteId())) {
          differences.add(paper.title() + ": note " + change.note() + " was added twice");
        }
      }
    }
  }

  private void acknowledged(Paper paper, List<Told> history, Journal.Entry entry) {
    if (entry.seq() < 1 || entry.seq() > history.size()) {
      differences.add(paper.title() + ": lost " + entry);
      return;
    }
    Told told = history.get((int) entry.seq() - 1);
    boolean same =
        told.author().equals(entry.author())
            && told.client().equals(entry.client())
            && told.n() == entry.n()
            && told.changes().size() == entry.changes().size();
    for (int index = 0; same && index < entry.changes().size(); index++) {
      same = entry.changes().get(index).isToldBy(told.changes().get(index));
    }
    if (!same) {
      differences.add(paper.title() + ": acknowledged " + entry + ", in its place is " + told);
    }
  }

  private void compareNotes(
      Paper paper, String what, Map<UUID, Change.Note> expected, Map<UUID, Change.Note> found) {
    Set<UUID> all = new HashSet<>(expected.keySet());
    all.addAll(found.keySet());
    for (UUID id : all) {
      compare(
          paper,
          what + ", " + id,
          Optional.ofNullable(expected.get(id)),
          Optional.ofNullable(found.get(id)));
    }
  }

  /** Compares every paper of the journal with the database itself. */
  public Checker tables(Journal journal, DatabaseUrl database) throws SQLException {
    try (SavedTables tables = new SavedTables(database)) {
      for (Journal.Page page : journal.pages()) {
        long length = page.length();
        int notes = page.notes().size();
        SavedTables.LedgerFigures expected =
            new SavedTables.LedgerFigures(
                length, length, Math.min(length, 1), length, length, 0, notes, notes);
        compare(page.paper(), "tables", expected, tables.ledger(page.paper().id()));
      }
    }
    return this;
  }

  /** Compares the mails of all delivered papers, each of which has an address of its own: one each, none else. */
  public Checker mails(Journal journal, Mails mails) {
    List<String> recipients = mails.recipients().stream().flatMap(List::stream).toList();
    for (Journal.Page page : journal.pages()) {
      Paper paper = page.paper();
      long count =
          recipients.stream()
              .filter(recipient -> recipient.contains(paper.recipientEmail()))
              .count();
      compare(paper, "mails", page.isDelivered() ? 1L : 0L, count);
    }
    return this;
  }

  /** Compares the inbox of an owner: that a paper is sealed, and that it is delivered, is told once. */
  public Checker inbox(Journal journal, Person owner) {
    Map<String, Integer> told = new HashMap<>();
    String cursor = "";
    do {
      JsonNode page =
          patience
              .send(client.get("/api/inbox?limit=100" + cursor).as(owner))
              .answer()
              .expect(200)
              .json();
      for (JsonNode entry : page.path("items")) {
        told.merge(
            entry.path("paperId").asText() + " " + entry.path("kind").asText(), 1, Integer::sum);
      }
      cursor = page.hasNonNull("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    for (Journal.Page page : journal.pages()) {
      if (page.paper().owner().author().equals(owner.author()) && page.isDelivered()) {
        for (String kind : List.of("sealed", "delivered")) {
          compare(
              page.paper(),
              "told in the inbox: " + kind,
              1,
              told.getOrDefault(page.paper().id() + " " + kind, 0));
        }
      }
    }
    return this;
  }

  private Answer get(Paper paper, String rest) {
    return patience.send(client.get(paper.path(rest)).as(paper.owner())).answer().expect(200);
  }

  private void compare(Paper paper, String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      differences.add(
          paper.title()
              + " ("
              + paper.id()
              + "): "
              + what
              + ": "
              + expected
              + " expected, found "
              + found);
    }
  }
}
