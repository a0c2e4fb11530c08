package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The owner hides notes, shows them again and takes guests off the paper. */
@Tag("P11")
class ModerationTest {
  private static final String SAID = "차마 읽지 못할 말";

  private final RunningService service = RunningService.shared();

  private static Api.Answer op(Api who, RunningService.TestPaper paper, String mutation) {
    return who.post(
        paper.path() + "/ops",
        "{\"c\": \"%s\", \"n\": 1, \"d\": [%s]}".formatted(LiveClient.newClient(), mutation));
  }

  private static String mutation(String kind, String note) {
    return "{\"m\": \"" + kind + "\", \"note\": \"" + note + "\"}";
  }

  private static String hidden(RunningService.TestPaper paper, Api author) {
    Api.Answer added =
        author.post(
            paper.path() + "/notes",
            """
            {"text": "%s", "stickers": [{"kind": "heart", "x": 10, "y": 20.5, "size": 24, "rotation": -15}]}
            """
                .formatted(SAID));
    assertThat(added.status()).isEqualTo(201);
    String note = added.text("id");
    assertThat(
            author.patch(paper.path() + "/notes/" + note, "{\"text\": \"" + SAID + "!\"}").status())
        .isEqualTo(200);
    assertThat(op(paper.owner(), paper, mutation("hide", note)).status()).isEqualTo(200);
    return note;
  }

  @Test
  @Tag("P07")
  void theRecipientLearnsNothingOfAHiddenNoteByAnyWay() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("숨은 이");
    String note = hidden(paper, writer);
    String seen = paper.note(paper.writer("두리"), "생일 축하해");
    String preview = paper.owner().get(paper.path() + "/preview").plain();
    assertThat(preview).contains("생일 축하해").doesNotContain(SAID, note, "recipient@example.org");
    paper.owner().post(paper.path() + "/deliver", "");
    Api recipient = paper.guest("reveal", "민준");

    List<String> answers = new ArrayList<>();
    for (String path :
        List.of("", "/notes", "/ops", "/notes/" + note, "/notes/" + seen, "/thanks", "/envelope")) {
      answers.add(recipient.get(paper.path() + path).plain());
    }
    long epoch = recipient.get(paper.path() + "/ops").body().path("epoch").asLong();
    for (String position : List.of("", "\"e\":" + epoch + ",\"q\":0")) {
      try (LiveClient live = LiveClient.open(service.server.port(), paper.id(), recipient)) {
        live.hello(LiveClient.newClient(), position);
        live.await("snap");
        live.send("{\"t\":\"resync\",\"why\":\"again\"}");
        await().atMost(Duration.ofSeconds(10)).until(() -> live.frames("snap").size() > 1);
        answers.add(live.frames().toString());
      }
    }
    assertThat(answers).allSatisfy(answer -> assertThat(answer).doesNotContain(SAID, note));
    assertThat(answers).anySatisfy(answer -> assertThat(answer).contains("생일 축하해"));
    assertThat(paper.owner().get(paper.path()).body().path("noteCount").asInt()).isEqualTo(1);
    assertThat(
            recipient
                .put(paper.path() + "/notes/" + note + "/reaction", "{\"reaction\": \"hug\"}")
                .status())
        .isEqualTo(404);
  }

  @Test
  void whatAHiddenNoteSaidIsKeptForItsAuthorAndTheOwnerOnly() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    Api other = paper.writer("두리");
    try (LiveClient before = LiveClient.join(service, paper, other)) {
      before.awaitSeq(0);
      String note = hidden(paper, writer);
      before.awaitSeq(3);

      for (Api knows : List.of(writer, paper.owner())) {
        Api.Answer found = knows.get(paper.path() + "/notes/" + note);
        assertThat(found.text("text")).isEqualTo(SAID + "!");
        assertThat(found.body().path("stickers")).hasSize(1);
        assertThat(found.body().path("hidden").asBoolean()).isTrue();
        assertThat(knows.get(paper.path() + "/notes").plain()).contains(SAID);
      }
      for (Api reader : List.of(other, paper.guest("read", "reader"))) {
        assertThat(reader.get(paper.path() + "/notes/" + note).status()).isEqualTo(404);
        assertThat(reader.get(paper.path() + "/notes").plain()).doesNotContain(SAID, note);
        assertThat(reader.get(paper.path() + "/ops").plain()).doesNotContain(SAID);
        try (LiveClient late = LiveClient.join(service, paper, reader)) {
          late.awaitSeq(3);
          assertThat(late.frames().toString()).doesNotContain(SAID);
          assertThat(late.notes().get(note).path("hidden").asBoolean()).isTrue();
        }
      }
      long epoch = other.get(paper.path() + "/ops").body().path("epoch").asLong();
      try (LiveClient again = LiveClient.open(service.server.port(), paper.id(), other)) {
        again.card.startAt(epoch, 0, java.util.Map.of());
        again.hello(LiveClient.newClient(), "\"e\":" + epoch + ",\"q\":0");
        again.awaitSeq(3);
        assertThat(again.frames().toString()).doesNotContain(SAID);
      }

      assertThat(op(paper.owner(), paper, mutation("show", note)).status()).isEqualTo(200);

      before.awaitSeq(4);
      assertThat(before.notes().get(note).path("text").asText()).isEqualTo(SAID + "!");
      assertThat(before.notes().get(note).path("stickers")).hasSize(1);
      JsonNode shown = other.get(paper.path() + "/notes/" + note).body();
      assertThat(shown.path("text").asText()).isEqualTo(SAID + "!");
      assertThat(shown.has("hidden")).isFalse();
      try (LiveClient late = LiveClient.join(service, paper, other)) {
        late.awaitSeq(4);
        assertThat(late.notes().get(note).path("text").asText()).isEqualTo(SAID + "!");
      }
    }
  }

  @Test
  void onlyTheOwnerHidesAndNobodyRewritesWhatIsHidden() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    String note = hidden(paper, writer);
    assertThat(op(writer, paper, mutation("show", note)).status()).isEqualTo(403);
    assertThat(op(paper.writer("두리"), paper, mutation("hide", note)).status()).isEqualTo(403);
    assertThat(writer.patch(paper.path() + "/notes/" + note, "{\"text\": \"other\"}").status())
        .isEqualTo(403);
    assertThat(writer.patch(paper.path() + "/notes/" + note, "{\"stickers\": []}").status())
        .isEqualTo(403);
    assertThat(writer.patch(paper.path() + "/notes/" + note, "{\"x\": 5}").status()).isEqualTo(200);
    assertThat(
            op(
                    paper.owner(),
                    paper,
                    "{\"m\": \"show\", \"note\": \"" + note + "\", \"text\": \"forged\"}")
                .status())
        .isEqualTo(200);
    assertThat(writer.get(paper.path() + "/notes/" + note).text("text")).isEqualTo(SAID + "!");
    assertThat(op(paper.owner(), paper, mutation("hide", UUID.randomUUID().toString())).status())
        .isEqualTo(404);
    assertThat(op(paper.owner(), paper, mutation("hide", note)).status()).isEqualTo(200);
    assertThat(writer.delete(paper.path() + "/notes/" + note).status()).isEqualTo(204);
    assertThat(op(paper.owner(), paper, mutation("show", note)).status()).isEqualTo(404);
    assertThat(paper.owner().get(paper.path() + "/notes").plain()).doesNotContain(SAID);
  }

  @Test
  void hidingAndShowingGoOnUntilTheDeliveryAndAreSafeToRepeat() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    String note = paper.note(writer, SAID);
    paper.owner().post(paper.path() + "/seal", "");
    String body = "{\"c\": \"00000000000000aa\", \"n\": %d, \"d\": [%s]}";
    for (int i = 0; i < 2; i++) {
      Api.Answer hid =
          paper.owner().post(paper.path() + "/ops", body.formatted(1, mutation("hide", note)));
      assertThat(hid.body().path("duplicate").asBoolean()).isEqualTo(i == 1);
      Api.Answer again =
          paper.owner().post(paper.path() + "/ops", body.formatted(2, mutation("hide", note)));
      assertThat(again.status()).isEqualTo(200);
    }
    for (int i = 0; i < 2; i++) {
      Api.Answer shown =
          paper.owner().post(paper.path() + "/ops", body.formatted(3, mutation("show", note)));
      assertThat(shown.status()).isEqualTo(200);
    }
    assertThat(writer.get(paper.path() + "/notes/" + note).text("text")).isEqualTo(SAID);
    paper.owner().post(paper.path() + "/deliver", "");
    assertThat(op(paper.owner(), paper, mutation("hide", note)).status()).isEqualTo(409);
  }

  @Test
  void aGuestWhoIsTakenOffIsShownOutAndDoesNotComeBack() {
    RunningService.TestPaper paper = service.paper();
    String secret = paper.secret("write");
    String arrival = "{\"secret\": \"" + secret + "\", \"name\": \"하나\"}";
    Api door = service.anonymous().with("Idempotency-Key", "browser-1");
    Api.Answer in = door.post(paper.path() + "/guests", arrival);
    Api writer = service.anonymous().as(in.text("token"));
    String note = paper.note(writer, "stays");
    JsonNode listed = paper.owner().get(paper.path() + "/guests").body().at("/items/0");
    assertThat(listed.path("id").asText()).isEqualTo(in.text("id"));
    assertThat(listed.path("notes").asInt()).isEqualTo(1);
    assertThat(listed.path("removed").asBoolean()).isFalse();
    assertThat(listed.has("joinedAt") && listed.has("link")).isTrue();

    try (LiveClient live = LiveClient.join(service, paper, writer)) {
      live.awaitSeq(1);
      assertThat(paper.owner().delete(paper.path() + "/guests/" + in.text("id")).status())
          .isEqualTo(204);
      assertThat(live.awaitClose()).isEqualTo(4507);
    }

    assertThat(writer.get(paper.path() + "/notes").status()).isEqualTo(404);
    assertThat(writer.post(paper.path() + "/notes", "{\"text\": \"again\"}").status())
        .isEqualTo(404);
    assertThat(door.post(paper.path() + "/guests", arrival).problem()).isEqualTo("removed");
    assertThat(paper.owner().get(paper.path() + "/notes/" + note).text("text")).isEqualTo("stays");
    assertThat(
            paper.owner().get(paper.path() + "/guests").body().at("/items/0/removed").asBoolean())
        .isTrue();
    assertThat(paper.owner().delete(paper.path() + "/guests/" + in.text("id")).status())
        .isEqualTo(204);
    assertThat(paper.owner().delete(paper.path() + "/guests/" + UUID.randomUUID()).status())
        .isEqualTo(404);
  }

  @Test
  void whatIsHiddenOnOneInstanceIsHiddenOnAll() {
    try (RunningService second = new RunningService(service.database, java.util.Map.of())) {
      RunningService.TestPaper paper = service.paper();
      Api writer = paper.writer("하나");
      try (LiveClient there = LiveClient.join(second, paper, writer)) {
        there.awaitSeq(0);
        String note = hidden(paper, writer);
        there.awaitSeq(3);
        String first = there.positionText();
        assertThat(first).contains("\"q\":3");
        long epoch = writer.get(paper.path() + "/ops").body().path("epoch").asLong();
        try (LiveClient late = LiveClient.open(second.server.port(), paper.id(), writer)) {
          late.card.startAt(epoch, 0, java.util.Map.of());
          late.hello(LiveClient.newClient(), "\"e\":" + epoch + ",\"q\":0");
          late.awaitSeq(3);
          assertThat(late.frames().toString()).doesNotContain(SAID);
          assertThat(late.notes().get(note)).isEqualTo(there.notes().get(note));
        }
      }
    }
  }

  @Test
  void theOwnersListKnowsEveryGuest() {
    RunningService.TestPaper paper = service.paper();
    paper.writer("하나");
    paper.guest("read", "두리");
    JsonNode items = paper.owner().get(paper.path() + "/guests").body().path("items");
    assertThat(
            StreamSupport.stream(items.spliterator(), false).map(one -> one.path("name").asText()))
        .containsExactly("하나", "두리");
    assertThat(items.findValuesAsText("role")).containsExactly("writer", "reader");
  }
}
