package app.rollingpaper.compose.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A checker that never finds anything proves nothing: it is shown what it has to find. */
@Tag("L04")
final class CheckerTest {
  private final Client client = SharedSystem.client();
  private final Patience patience = new Patience(Duration.ofSeconds(30), new Tally());
  private final People people = SharedSystem.people();
  private final Journal journal = new Journal(new Tally());
  private final Person owner =
      people.signUp("owner-" + UUID.randomUUID() + "@example.org", "지우", "ko");
  private final Paper paper =
      people.open(owner, "checked", UUID.randomUUID() + "@example.org", "ko");

  @Test
  void whatWasWrittenAndAcknowledgedIsInOrder() {
    write();
    assertThat(differences()).isEmpty();
  }

  @Test
  void aLostEntryIsNamed() {
    write();
    Change lost = Change.text(UUID.randomUUID(), "never arrived");
    journal.acknowledged(
        paper, new Journal.Entry(owner.author(), "00c0ffee00c0ffee", 1, 999, List.of(lost)));
    assertThat(differences()).anyMatch(difference -> difference.contains("lost"));
  }

  @Test
  void aLostChangeOfANoteIsNamed() {
    write();
    UUID note = journal.pages().getFirst().notes().keySet().iterator().next();
    journal.acknowledged(paper, owner.author(), Change.text(note, "never arrived"));
    assertThat(differences())
        .anyMatch(
            difference ->
                difference.contains("acknowledged notes") && difference.contains("never arrived"));
  }

  @Test
  void aNoteThatNobodyAcknowledgedIsNamed() throws IOException {
    write();
    client.post(paper.path("/notes")).as(owner).json(Map.of("text", "twice")).send().expect(201);
    assertThat(differences()).anyMatch(difference -> difference.contains("entries of the ledger"));
    assertThat(differences()).anyMatch(difference -> difference.contains("twice"));
  }

  @Test
  void aMailThatIsMissingIsNamed() {
    write();
    journal.delivered(paper);
    Checker checker =
        new Checker(client, patience).mails(journal, SharedSystem.mails()).inbox(journal, owner);
    assertThat(checker.differences())
        .anyMatch(difference -> difference.contains("mails: 1 expected, found 0"))
        .anyMatch(difference -> difference.contains("told in the inbox: delivered"));
  }

  private void write() {
    journal.follow(paper);
    Writer ops = new OpWriter(client, patience, journal, paper, owner, 1);
    Writer notes = new NoteWriter(client, patience, journal, paper, owner, 2);
    for (int index = 0; index < 8; index++) {
      ops.step();
      notes.step();
    }
  }

  private List<String> differences() {
    return new Checker(client, patience).papers(journal).differences();
  }
}
