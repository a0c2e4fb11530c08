package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ledger over HTTP: one order, at most once, nothing lost. */
class LedgerTest {
  private static final String CLIENT = "00000000000000a1";
  private final RunningService service = RunningService.shared();

  private static String add(UUID note, String text) {
    return """
    {"m": "add", "note": "%s", "text": "%s", "color": "sky", "font": "jua", "x": 1, "y": 2, "width": 200, "rotation": 0}
    """
        .formatted(note, text);
  }

  private static String op(String client, long n, String... mutations) {
    return "{\"c\": \"%s\", \"n\": %d, \"d\": [%s]}"
        .formatted(client, n, String.join(",", mutations));
  }

  private static List<JsonNode> history(Api api, RunningService.TestPaper paper) {
    List<JsonNode> ops = new ArrayList<>();
    String since = "";
    while (true) {
      JsonNode page = api.get(paper.path() + "/ops?limit=100" + since).body();
      page.path("ops").forEach(ops::add);
      if (page.path("ops").size() < 100) {
        return ops;
      }
      since = "&since=" + page.path("epoch").asLong() + ":" + (page.path("from").asLong() + 99);
    }
  }

  @Test
  @Tag("L05")
  void anOpThatIsSentAgainHasEffectOnce() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    String first = op(CLIENT, 1, add(UUID.randomUUID(), "once"));

    Api.Answer committed = writer.post(paper.path() + "/ops", first);
    Api.Answer again = writer.post(paper.path() + "/ops", first);

    assertThat(committed.body().path("duplicate").asBoolean()).isFalse();
    assertThat(again.body().path("duplicate").asBoolean()).isTrue();
    assertThat(again.body().path("seq")).isEqualTo(committed.body().path("seq"));
    assertThat(history(writer, paper)).hasSize(1);
    assertThat(
            writer
                .post(paper.path() + "/ops", op(CLIENT, 1, add(UUID.randomUUID(), "other")))
                .problem())
        .isEqualTo("already-used");
  }

  @Test
  @Tag("L05")
  void aGapIsRefusedWithTheNumberThatIsMissing() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    writer.post(paper.path() + "/ops", op(CLIENT, 1, add(UUID.randomUUID(), "1")));
    Api.Answer gap = writer.post(paper.path() + "/ops", op(CLIENT, 3, add(UUID.randomUUID(), "3")));
    assertThat(gap.problem()).isEqualTo("gap");
    assertThat(gap.body().path("want").asLong()).isEqualTo(2);
  }

  @Test
  @Tag("L05")
  void everyOpDuplicatedAndShuffledFromManyClientsEndsInOneOrderWithEachOnce() throws Exception {
    RunningService.TestPaper paper = service.paper();
    int clients = 6;
    int each = 15;
    List<List<String>> outboxes = new ArrayList<>();
    List<Api> writers = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      String id = "%016x".formatted(client + 1);
      writers.add(paper.writer("writer " + client));
      outboxes.add(
          IntStream.rangeClosed(1, each)
              .mapToObj(n -> op(id, n, add(UUID.randomUUID(), id + "/" + n)))
              .toList());
    }
    // Every client sends everything it has three times in random order, in parallel, until all of
    // it is in.
    PaperServerTest.inParallel(
        clients,
        client -> {
          Random random = new Random(client);
          Set<Integer> saved = new HashSet<>();
          for (int round = 0; saved.size() < each && round < 200; round++) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < each; i++) {
              order.addAll(Collections.nCopies(3, i));
            }
            Collections.shuffle(order, random);
            for (int index : order) {
              Api.Answer answer =
                  writers.get(client).post(paper.path() + "/ops", outboxes.get(client).get(index));
              if (answer.status() == 200) {
                saved.add(index);
              } else {
                assertThat(answer.problem()).isEqualTo("gap");
              }
            }
          }
          return saved.size();
        });

    List<JsonNode> ops = history(paper.owner(), paper);
    assertThat(ops).hasSize(clients * each);
    Map<String, Long> last = new HashMap<>();
    for (JsonNode op : ops) {
      String client = op.path("c").asText();
      assertThat(op.path("n").asLong())
          .as("order of %s", client)
          .isEqualTo(last.getOrDefault(client, 0L) + 1);
      last.put(client, op.path("n").asLong());
    }
    for (Api writer : writers) {
      assertThat(history(writer, paper)).isEqualTo(ops);
    }
    assertThat(paper.owner().get(paper.path() + "/notes?limit=500").body().path("items"))
        .hasSize(clients * each);
    assertThat(paper.owner().get(paper.path()).body().path("noteCount").asInt())
        .isEqualTo(clients * each);
  }

  @Test
  @Tag("L05")
  void nobodyUsesUpTheNumbersOfSomebodyElsesClient() {
    RunningService.TestPaper paper = service.paper();
    Api hana = paper.writer("하나");
    Api other = paper.writer("other");
    hana.post(paper.path() + "/ops", op(CLIENT, 1, add(UUID.randomUUID(), "1")));
    assertThat(
            other.post(paper.path() + "/ops", op(CLIENT, 2, add(UUID.randomUUID(), "x"))).problem())
        .isEqualTo("gap");
    assertThat(
            other.post(paper.path() + "/ops", op(CLIENT, 1, add(UUID.randomUUID(), "x"))).status())
        .isEqualTo(200);
    Api.Answer second =
        hana.post(paper.path() + "/ops", op(CLIENT, 2, add(UUID.randomUUID(), "2")));
    assertThat(second.body().path("duplicate").asBoolean(true)).isFalse();
  }

  @Test
  @Tag("L05")
  void theMutationsOfAnOpApplyTogetherOrNotAtAll() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    String foreign = paper.note(paper.writer("other"), "not yours");
    Api.Answer refused =
        writer.post(
            paper.path() + "/ops",
            op(
                CLIENT,
                1,
                add(UUID.randomUUID(), "half"),
                "{\"m\": \"del\", \"note\": \"%s\"}".formatted(foreign)));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(writer.get(paper.path() + "/notes").body().path("items")).hasSize(1);
    // What follows is not held up by the refusal, and sending the refused one again changes
    // nothing.
    assertThat(
            writer
                .post(paper.path() + "/ops", op(CLIENT, 2, add(UUID.randomUUID(), "next")))
                .status())
        .isEqualTo(200);
    assertThat(
            writer
                .post(paper.path() + "/ops", op(CLIENT, 1, add(UUID.randomUUID(), "half")))
                .problem())
        .isEqualTo("refused-before");
  }

  @Test
  @Tag("D09")
  void oneHundredConcurrentEditsAndADeleteOfOneNoteEndInATombstone() throws Exception {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    String note = paper.path() + "/notes/" + paper.note(writer, "start");
    List<Api.Answer> answers =
        PaperServerTest.inParallel(
            101,
            i ->
                i == 50
                    ? writer.delete(note)
                    : writer.patch(note, "{\"text\": \"edit " + i + "\", \"x\": " + i + "}"));
    assertThat(answers.get(50).status()).isEqualTo(204);
    assertThat(answers).extracting(Api.Answer::status).isSubsetOf(200, 204, 404);
    assertThat(writer.get(note).status()).isEqualTo(404);
    long edits = answers.stream().filter(answer -> answer.status() == 200).count();
    // An edit may be committed and then find its note deleted when it is read for the answer.
    assertThat(history(writer, paper).size()).isBetween((int) edits + 2, 102);
    assertThat(paper.owner().get(paper.path()).body().path("noteCount").asInt()).isZero();
  }

  @Test
  @Tag("D09")
  void ofParallelEditsThatInsistOnOneVersionOneWins() throws Exception {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    String note = paper.path() + "/notes/" + paper.note(writer, "start");
    String version = writer.get(note).header("ETag");
    List<Api.Answer> answers =
        PaperServerTest.inParallel(
            40, i -> writer.with("If-Match", version).patch(note, "{\"text\": \"" + i + "\"}"));
    assertThat(answers).extracting(Api.Answer::status).containsOnlyOnce(200);
    assertThat(answers).extracting(Api.Answer::status).isSubsetOf(200, 412);
  }

  @Test
  @Tag("P07")
  void aDeletedNoteLeavesNoTextBehind() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    UUID note = UUID.randomUUID();
    writer.post(
        paper.path() + "/ops",
        op(CLIENT, 1, add(note, "regretted"), add(UUID.randomUUID(), "kept")));
    writer.post(
        paper.path() + "/ops",
        op(
            CLIENT,
            2,
            "{\"m\": \"set\", \"note\": \"%s\", \"text\": \"regretted too\"}".formatted(note)));
    assertThat(history(writer, paper).toString()).contains("regretted");

    writer.delete(paper.path() + "/notes/" + note);

    assertThat(history(writer, paper).toString()).doesNotContain("regretted").contains("kept");
    // What was sent before is still known to be the same.
    assertThat(
            writer
                .post(
                    paper.path() + "/ops",
                    op(CLIENT, 1, add(note, "regretted"), add(UUID.randomUUID(), "kept")))
                .status())
        .isEqualTo(422);
    assertThat(
            writer
                .post(
                    paper.path() + "/ops",
                    op(
                        CLIENT,
                        2,
                        "{\"m\": \"set\", \"note\": \"%s\", \"text\": \"regretted too\"}"
                            .formatted(note)))
                .body()
                .path("duplicate")
                .asBoolean())
        .isTrue();
  }

  @Test
  @Tag("L05")
  void aPositionOfAnotherTimelineOrAheadOfTheHistoryIsRefused() {
    RunningService.TestPaper paper = service.paper();
    Api.Answer start = paper.owner().get(paper.path() + "/ops");
    long epoch = start.body().path("epoch").asLong();
    assertThat(start.body().path("from").asLong()).isEqualTo(1);
    assertThat(paper.owner().get(paper.path() + "/ops?since=" + (epoch + 1) + ":0").status())
        .isEqualTo(410);
    assertThat(paper.owner().get(paper.path() + "/ops?since=" + epoch + ":5").status())
        .isEqualTo(410);
    for (String bad :
        List.of("x", ":", "1", "1:", ":1", "-1:0", "1:-1", "99999999999999999999:0")) {
      assertThat(paper.owner().get(paper.path() + "/ops?since=" + bad).status())
          .as(bad)
          .isEqualTo(400);
    }
  }

  @Test
  @Tag("L05")
  void sealingIsNotAcceptedAsAnOpFromOutside() {
    RunningService.TestPaper paper = service.paper();
    for (String life : List.of("seal", "deliver", "cancel")) {
      Api.Answer answer =
          paper.owner().post(paper.path() + "/ops", op(CLIENT, 1, "{\"m\": \"" + life + "\"}"));
      assertThat(answer.status()).as(life).isEqualTo(400);
    }
    assertThat(paper.owner().get(paper.path()).text("state")).isEqualTo("open");
  }

  @Test
  @Tag("L05")
  void nothingSlipsInAfterTheSeal() throws Exception {
    RunningService.TestPaper paper = service.paper();
    List<Api> writers = IntStream.range(0, 4).mapToObj(i -> paper.writer("w" + i)).toList();
    PaperServerTest.inParallel(
        5,
        i -> {
          if (i == 4) {
            return paper.owner().post(paper.path() + "/seal", "");
          }
          Api.Answer last = null;
          for (int n = 0; n < 20; n++) {
            last = writers.get(i).post(paper.path() + "/notes", "{\"text\": \"" + n + "\"}");
          }
          return last;
        });
    List<JsonNode> ops = history(paper.owner(), paper);
    assertThat(ops.getLast().at("/d/0/m").asText()).isEqualTo("seal");
    assertThat(paper.owner().get(paper.path()).body().path("noteCount").asInt())
        .isEqualTo(ops.size() - 1);
  }
}
