package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.common.auth.User;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can be chosen about notes and papers besides their text. */
class ChosenTest {
  private static final String HEART =
      "{\"kind\": \"heart\", \"x\": 0, \"y\": 100, \"size\": 8, \"rotation\": -180}";

  private final RunningService service = RunningService.shared();

  @Test
  @Tag("P04")
  void stickersArePutOnTakenOffAndTheLastChoiceStays() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    Api.Answer added =
        writer.post(paper.path() + "/notes", "{\"text\": \"축하해\", \"stickers\": [" + HEART + "]}");
    assertThat(added.body().at("/stickers/0/kind").asText()).isEqualTo("heart");
    String note = paper.path() + "/notes/" + added.text("id");
    try (LiveClient live = LiveClient.join(service, paper, writer)) {
      live.awaitSeq(1);
      JsonNode first = live.notes().get(added.text("id"));
      assertThat(first.at("/stickers/0/y").asDouble()).isEqualTo(100);
      live.op(
          LiveClient.set(
              UUID.fromString(added.text("id")),
              "stickers",
              List.of(HEART, HEART.replace("heart", "cake"))));
      live.awaitSeq(2);
      assertThat(writer.get(note).body().at("/stickers/1/kind").asText()).isEqualTo("cake");
      writer.patch(note, "{\"text\": \"다시\"}");
      assertThat(writer.get(note).body().path("stickers")).hasSize(2);
      writer.patch(note, "{\"stickers\": []}");
      assertThat(writer.get(note).body().has("stickers")).isFalse();
    }
  }

  @Test
  @Tag("P04")
  void stickersAreBounded() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    List<String> bad =
        List.of(
            "[" + String.join(",", java.util.Collections.nCopies(9, HEART)) + "]",
            "[null]",
            "[{}]",
            "{}",
            "[" + HEART.replace("heart", "skull") + "]",
            "[" + HEART.replace("100", "100.5") + "]",
            "[" + HEART.replace("8,", "65,") + "]",
            "[" + HEART.replace("-180", "181") + "]",
            "[" + HEART.replace("\"x\"", "\"w\"") + "]");
    for (String stickers : bad) {
      Api.Answer refused =
          writer.post(paper.path() + "/notes", "{\"text\": \"x\", \"stickers\": " + stickers + "}");
      assertThat(refused.status()).as(stickers).isEqualTo(400);
      assertThat(refused.problem()).isIn("invalid", "malformed");
    }
    assertThat(
            writer
                .post(paper.path() + "/notes", "{\"text\": \"x\", \"font\": \"plain\"}")
                .text("font"))
        .isEqualTo("plain");
  }

  @Test
  @Tag("P03")
  void whereTheOwnerAllowsItANoteIsWrittenWithoutAName() {
    RunningService.TestPaper paper = service.paper();
    String secret = paper.secret("write");
    String arrival = "{\"secret\": \"" + secret + "\"}";
    Api.Answer refused = service.anonymous().post(paper.path() + "/guests", arrival);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().at("/errors/0/field").asText()).isEqualTo("name");

    assertThat(
            paper
                .owner()
                .patch(paper.path(), "{\"anonymous\": true}")
                .body()
                .path("anonymous")
                .asBoolean())
        .isTrue();

    assertThat(
            service
                .anonymous()
                .post(paper.path() + "/preview", arrival)
                .body()
                .path("anonymous")
                .asBoolean())
        .isTrue();
    Api.Answer in = service.anonymous().post(paper.path() + "/guests", arrival);
    assertThat(in.status()).isEqualTo(201);
    Api writer = service.anonymous().as(in.text("token"));
    String note = paper.note(writer, "누구게?");
    assertThat(
            paper.owner().get(paper.path() + "/notes/" + note).body().at("/author/name").asText())
        .isEmpty();
    assertThat(writer.patch(paper.path() + "/notes/" + note, "{\"text\": \"나야\"}").status())
        .isEqualTo(200);
    assertThat(
            service
                .anonymous()
                .post(paper.path() + "/guests", "{\"secret\": \"" + paper.secret("read") + "\"}")
                .status())
        .isEqualTo(400);
  }

  @Test
  @Tag("P07")
  void theEnvelopeShowsNothingOfWhatIsInside() {
    RunningService.TestPaper paper = service.paper();
    paper.note(paper.writer("하나"), "비밀");
    Api.Answer envelope = service.anonymous().get(paper.path() + "/envelope");
    assertThat(envelope.body().properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder("recipientName", "occasion", "theme", "state", "zone");
    assertThat(envelope.text("recipientName")).isEqualTo("민준");
    assertThat(service.anonymous().get("/api/papers/" + UUID.randomUUID() + "/envelope").status())
        .isEqualTo(404);
    paper.owner().post(paper.path() + "/cancel", "");
    assertThat(service.anonymous().get(paper.path() + "/envelope").status()).isEqualTo(404);
  }

  @Test
  @Tag("P03")
  void withAnotherKeyLinksGoOnWorkingAndAreNotShownWrongly() {
    User person = RunningService.person("지우");
    String id =
        service
            .as(person)
            .post(
                "/api/papers",
                """
                {"title": "t", "recipient": {"name": "r"}, "occasion": "other", "theme": "night", "zone": "UTC"}
                """)
            .text("id");
    RunningService.TestPaper paper = new RunningService.TestPaper(service, id, service.as(person));
    String arrival = "{\"secret\": \"" + paper.secret("write") + "\", \"name\": \"하나\"}";
    String first =
        service
            .anonymous()
            .with("Idempotency-Key", "browser")
            .post(paper.path() + "/guests", arrival)
            .text("token");
    Map<String, String> other =
        Map.of("RP_CAPABILITIES_KEY", "another-capability-key-0123456789abcdef");
    try (RunningService changed = new RunningService(service.database, other)) {
      JsonNode link = changed.as(person).get(paper.path() + "/links").body().at("/items/0");
      assertThat(link.has("id")).isTrue();
      assertThat(link.has("url")).isFalse();
      Api door = changed.anonymous();
      assertThat(door.as(first).get(paper.path() + "/notes").status()).isEqualTo(200);
      Api.Answer again =
          door.with("Idempotency-Key", "browser").post(paper.path() + "/guests", arrival);
      assertThat(again.status()).isEqualTo(201);
      assertThat(door.as(again.text("token")).get(paper.path() + "/notes").status()).isEqualTo(200);
    }
  }
}
