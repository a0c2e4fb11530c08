package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.common.auth.User;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The product through the service's HTTP port. */
class PaperServerTest {
  private final RunningService service = RunningService.shared();

  @Test
  @Tag("P02")
  void anOwnerOpensAPaperAndFindsItAmongTheirs() {
    User owner = RunningService.person("지우");
    Api api = service.as(owner);
    String body =
        """
        {"title": "Farewell", "recipient": {"name": "Mina"}, "occasion": "farewell", "theme": "kraft",
         "zone": "America/New_York", "closesAt": "2099-03-14T06:59:59Z", "deliverAt": "2099-03-14T07:00:00Z"}
        """;

    Api.Answer opened = api.post("/api/papers", body);

    assertThat(opened.status()).isEqualTo(201);
    assertThat(opened.header("Location")).endsWith("/api/papers/" + opened.text("id"));
    assertThat(opened.header("ETag")).isEqualTo("\"1\"");
    assertThat(opened.text("state")).isEqualTo("open");
    assertThat(opened.text("role")).isEqualTo("owner");
    assertThat(opened.text("zone")).isEqualTo("America/New_York");
    assertThat(opened.text("deliverAt")).isEqualTo("2099-03-14T07:00:00Z");
    Api.Answer found = api.get("/api/papers/" + opened.text("id"));
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.body()).isEqualTo(opened.body());
    assertThat(api.get("/api/papers").body().path("items"))
        .hasSize(1)
        .first()
        .isEqualTo(opened.body());
  }

  @Test
  @Tag("P02")
  void everySettingCanBeChangedUntilTheDelivery() {
    RunningService.TestPaper paper = service.paper();
    Api.Answer before = paper.owner().get(paper.path());

    Api.Answer changed =
        paper
            .owner()
            .with("If-Match", before.header("ETag"))
            .patch(
                paper.path(),
                """
                {"title": "다른 제목", "recipient": {"name": "Mina", "email": "Mina@Example.org", "locale": "en"},
                 "occasion": "get-well", "theme": "ocean", "zone": "Europe/Berlin",
                 "closesAt": "2099-01-01T00:00:00Z", "deliverAt": "2099-01-02T00:00:00Z"}
                """);

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    JsonNode body = changed.body();
    assertThat(body.path("title").asText()).isEqualTo("다른 제목");
    assertThat(body.at("/recipient/email").asText()).isEqualTo("mina@example.org");
    assertThat(body.path("occasion").asText()).isEqualTo("get-well");
    assertThat(body.path("theme").asText()).isEqualTo("ocean");
    assertThat(body.path("zone").asText()).isEqualTo("Europe/Berlin");
    assertThat(body.path("closesAt").asText()).isEqualTo("2099-01-01T00:00:00Z");

    Api.Answer cleared = paper.owner().patch(paper.path(), "{\"closesAt\": null}");
    assertThat(cleared.body().has("closesAt")).isFalse();
    assertThat(cleared.body().path("deliverAt").asText()).isEqualTo("2099-01-02T00:00:00Z");

    assertThat(
            paper
                .owner()
                .with("If-Match", "\"1\"")
                .patch(paper.path(), "{\"title\": \"x\"}")
                .status())
        .isEqualTo(412);
    assertThat(paper.owner().post(paper.path() + "/deliver", "").status()).isEqualTo(200);
    assertThat(paper.owner().patch(paper.path(), "{\"title\": \"x\"}").problem())
        .isEqualTo("wrong-state");
  }

  @Test
  @Tag("P02")
  void timesThatMakeNoSenseAreRefusedWithTheField() {
    RunningService.TestPaper paper = service.paper();
    Api.Answer past = paper.owner().patch(paper.path(), "{\"closesAt\": \"2001-01-01T00:00:00Z\"}");
    assertThat(past.status()).isEqualTo(400);
    assertThat(past.body().at("/errors/0/field").asText()).isEqualTo("closesAt");
    Api.Answer turned =
        paper
            .owner()
            .patch(
                paper.path(),
                "{\"closesAt\": \"2099-01-02T00:00:00Z\", \"deliverAt\": \"2099-01-01T00:00:00Z\"}");
    assertThat(turned.body().at("/errors/0/field").asText()).isEqualTo("deliverAt");
    assertThat(paper.owner().patch(paper.path(), "{\"zone\": \"Mars/Olympus\"}").status())
        .isEqualTo(400);
  }

  @Test
  @Tag("P02")
  void papersAreListedInPages() {
    User owner = RunningService.person("Kim");
    Api api = service.as(owner);
    for (int i = 0; i < 5; i++) {
      api.post(
          "/api/papers",
          """
          {"title": "%d", "recipient": {"name": "Mina"}, "occasion": "other", "theme": "night", "zone": "UTC"}
          """
              .formatted(i));
    }
    Api.Answer first = api.get("/api/papers?limit=3");
    Api.Answer second = api.get("/api/papers?limit=3&cursor=" + first.text("next"));
    assertThat(titles(first)).containsExactly("4", "3", "2");
    assertThat(titles(second)).containsExactly("1", "0");
    assertThat(second.body().has("next")).isFalse();
    assertThat(api.get("/api/papers?cursor=nonsense").status()).isEqualTo(400);
    assertThat(api.get("/api/papers?limit=101").status()).isEqualTo(400);
    assertThat(api.get("/api/papers?limit=many").status()).isIn(400, 404);
  }

  private static List<String> titles(Api.Answer answer) {
    return IntStream.range(0, answer.body().path("items").size())
        .mapToObj(i -> answer.body().at("/items/" + i + "/title").asText())
        .toList();
  }

  @Test
  @Tag("P03")
  void aGuestWithoutAnAccountWritesEditsAndDeletesTheirNote() {
    RunningService.TestPaper paper = service.paper();
    String secret = paper.secret("write");
    Api.Answer preview =
        service.anonymous().post(paper.path() + "/preview", "{\"secret\": \"" + secret + "\"}");
    assertThat(preview.status()).isEqualTo(200);
    assertThat(preview.text("recipientName")).isEqualTo("민준");
    assertThat(preview.text("kind")).isEqualTo("write");

    Api.Answer arrival =
        service
            .anonymous()
            .post(paper.path() + "/guests", "{\"secret\": \"" + secret + "\", \"name\": \"하나\"}");
    assertThat(arrival.status()).isEqualTo(201);
    Api guest = service.anonymous().as(arrival.text("token"));

    Api.Answer added = guest.post(paper.path() + "/notes", "{\"text\": \"생일 축하해!\"}");
    assertThat(added.status()).isEqualTo(201);
    assertThat(added.body().at("/author/name").asText()).isEqualTo("하나");
    assertThat(added.body().path("mine").asBoolean()).isTrue();
    String note = paper.path() + "/notes/" + added.text("id");

    Api.Answer edited =
        guest.with("If-Match", added.header("ETag")).patch(note, "{\"text\": \"정말 축하해!\"}");
    assertThat(edited.status()).isEqualTo(200);
    assertThat(edited.text("text")).isEqualTo("정말 축하해!");
    assertThat(
            guest
                .with("If-Match", added.header("ETag"))
                .patch(note, "{\"text\": \"late\"}")
                .problem())
        .isEqualTo("changed-since");

    Api stranger = paper.writer("Other");
    assertThat(stranger.patch(note, "{\"text\": \"mine now\"}").status()).isEqualTo(403);
    assertThat(stranger.delete(note).status()).isEqualTo(403);
    assertThat(stranger.get(note).body().path("mine").asBoolean()).isFalse();

    assertThat(guest.delete(note).status()).isEqualTo(204);
    assertThat(guest.get(note).status()).isEqualTo(404);
    assertThat(guest.delete(note).status()).isEqualTo(404);
    assertThat(guest.get(paper.path() + "/notes").body().path("items")).isEmpty();
  }

  @Test
  @Tag("P03")
  void aClosedOrExpiredLinkLetsNobodyIn() {
    RunningService.TestPaper paper = service.paper();
    Api.Answer link = paper.owner().post(paper.path() + "/links", "{\"kind\": \"write\"}");
    String arrival =
        "{\"secret\": \"" + link.text("url").replaceFirst(".*#", "") + "\", \"name\": \"late\"}";
    assertThat(paper.owner().delete(paper.path() + "/links/" + link.text("id")).status())
        .isEqualTo(204);
    assertThat(service.anonymous().post(paper.path() + "/guests", arrival).problem())
        .isEqualTo("link-ended");
    Api.Answer expired =
        paper
            .owner()
            .post(
                paper.path() + "/links",
                "{\"kind\": \"write\", \"expiresAt\": \"2001-01-01T00:00:00Z\"}");
    String late =
        "{\"secret\": \"" + expired.text("url").replaceFirst(".*#", "") + "\", \"name\": \"late\"}";
    assertThat(service.anonymous().post(paper.path() + "/guests", late).status()).isEqualTo(410);
    assertThat(
            service
                .anonymous()
                .post(paper.path() + "/guests", "{\"secret\": \"guessed\", \"name\": \"x\"}")
                .status())
        .isEqualTo(404);
  }

  @Test
  @Tag("P03")
  void ofFiftyParallelUsesOfAOneUseInviteOneGetsIn() throws Exception {
    RunningService.TestPaper paper = service.paper();
    String secret =
        paper
            .owner()
            .post(paper.path() + "/links", "{\"kind\": \"write\", \"maxUses\": 1}")
            .text("url")
            .replaceFirst(".*#", "");
    List<Api.Answer> answers =
        inParallel(
            50,
            i ->
                service
                    .anonymous()
                    .post(
                        paper.path() + "/guests",
                        "{\"secret\": \"" + secret + "\", \"name\": \"guest " + i + "\"}"));
    assertThat(
            answers.stream()
                .map(Api.Answer::status)
                .collect(Collectors.groupingBy(s -> s, Collectors.counting())))
        .containsOnlyKeys(201, 410)
        .containsEntry(201, 1L);
  }

  @Test
  @Tag("P04")
  void aNoteHasTextColourFontAndPlace() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    Api.Answer added =
        writer.post(
            paper.path() + "/notes",
            """
            {"text": "가나다 👨‍👩‍👧‍👦 e\\u0301", "color": "mint", "font": "jua", "x": 12.5, "y": 700, "width": 300,
             "rotation": -7.25, "z": "m5"}
            """);
    assertThat(added.status()).isEqualTo(201);
    Api.Answer read = writer.get(paper.path() + "/notes/" + added.text("id"));
    assertThat(read.body()).isEqualTo(added.body());
    assertThat(read.text("text")).isEqualTo("가나다 👨‍👩‍👧‍👦 e\u0301");
    assertThat(read.text("color")).isEqualTo("mint");
    assertThat(read.text("font")).isEqualTo("jua");
    assertThat(read.body().path("x").asDouble()).isEqualTo(12.5);
    assertThat(read.body().path("rotation").asDouble()).isEqualTo(-7.25);
    assertThat(read.text("z")).isEqualTo("m5");
    Api.Answer moved = writer.patch(paper.path() + "/notes/" + added.text("id"), "{\"x\": 500}");
    assertThat(moved.body().path("x").asDouble()).isEqualTo(500);
    assertThat(moved.text("text")).isEqualTo("가나다 👨‍👩‍👧‍👦 e\u0301");
  }

  @Test
  @Tag("P04")
  void textIsCountedAsAPersonCounts() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    assertThat(
            writer
                .post(paper.path() + "/notes", "{\"text\": \"" + "가".repeat(1_000) + "\"}")
                .status())
        .isEqualTo(201);
    assertThat(
            writer
                .post(paper.path() + "/notes", "{\"text\": \"" + "👍🏽".repeat(1_000) + "\"}")
                .status())
        .isEqualTo(201);
    Api.Answer long1 =
        writer.post(paper.path() + "/notes", "{\"text\": \"" + "가".repeat(1_001) + "\"}");
    assertThat(long1.status()).isEqualTo(400);
    assertThat(long1.body().at("/errors/0/field").asText()).isEqualTo("text");
    assertThat(long1.body().at("/errors/0/message").asText()).contains("1001").contains("1000");
    Api.Answer emoji =
        writer.post(paper.path() + "/notes", "{\"text\": \"" + "👨‍👩‍👧‍👦".repeat(2_000) + "\"}");
    assertThat(emoji.status()).isEqualTo(400);
    assertThat(emoji.body().at("/errors/0/message").asText()).contains("bytes");
    Api.Answer outside = writer.post(paper.path() + "/notes", "{\"text\": \"a\", \"x\": 1001}");
    assertThat(outside.status()).isEqualTo(400);
    assertThat(outside.body().at("/errors/0/message").asText()).isEqualTo("must be at most 1000");
  }

  @Test
  @Tag("P04")
  void theOwnerMayMoveAndRemoveAnyNoteButNotRewriteIt() {
    RunningService.TestPaper paper = service.paper();
    String note = paper.path() + "/notes/" + paper.note(paper.writer("하나"), "mine");
    assertThat(paper.owner().patch(note, "{\"x\": 1, \"y\": 2, \"z\": \"b\"}").status())
        .isEqualTo(200);
    assertThat(paper.owner().patch(note, "{\"text\": \"yours\"}").status()).isEqualTo(403);
    assertThat(paper.owner().delete(note).status()).isEqualTo(204);
  }

  @Test
  @Tag("P07")
  void nobodyReadsAsTheRecipientBeforeTheDelivery() {
    User mina =
        new User(
            java.util.UUID.randomUUID(), "mina" + System.nanoTime() + "@example.org", "Mina", "ko");
    RunningService.TestPaper paper = service.paper(mina.email());
    paper.note(paper.writer("하나"), "surprise");
    Api recipient = service.as(mina);
    for (String path : List.of("", "/notes", "/ops", "/links")) {
      assertThat(recipient.get(paper.path() + path).status()).as("GET %s", path).isEqualTo(404);
    }
    assertThat(paper.owner().post(paper.path() + "/links", "{\"kind\": \"reveal\"}").problem())
        .isEqualTo("wrong-state");
    // Not even by a link that somebody forwards to them.
    for (String kind : List.of("write", "read")) {
      Api.Answer answer =
          recipient.post(
              paper.path() + "/guests",
              "{\"secret\": \"" + paper.secret(kind) + "\", \"name\": \"Mina\"}");
      assertThat(answer.problem()).as(kind).isEqualTo("surprise");
    }
    paper.owner().post(paper.path() + "/seal", "");
    assertThat(recipient.get(paper.path() + "/notes").status()).isEqualTo(404);

    paper.owner().post(paper.path() + "/deliver", "");
    Api.Answer arrival =
        recipient.post(
            paper.path() + "/guests",
            "{\"secret\": \"" + paper.secret("reveal") + "\", \"name\": \"Mina\"}");
    assertThat(arrival.text("role")).isEqualTo("recipient");
    assertThat(recipient.get(paper.path() + "/notes").body().at("/items/0/text").asText())
        .isEqualTo("surprise");
    Api byToken = service.anonymous().as(arrival.text("token"));
    assertThat(byToken.get(paper.path() + "/notes").status()).isEqualTo(200);
    assertThat(byToken.get(paper.path()).body().path("recipient").has("email")).isFalse();
  }

  @Test
  @Tag("P08")
  void aSealedPaperTakesNoNoteAndADeliveredOneStaysDelivered() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    String note = paper.path() + "/notes/" + paper.note(writer, "in time");
    String secret = paper.secret("write");

    assertThat(writer.post(paper.path() + "/seal", "").status()).isEqualTo(403);
    Api.Answer sealed = paper.owner().post(paper.path() + "/seal", "");
    assertThat(sealed.text("state")).isEqualTo("sealed");
    assertThat(sealed.body().has("sealedAt")).isTrue();
    assertThat(paper.owner().post(paper.path() + "/seal", "").body()).isEqualTo(sealed.body());

    assertThat(writer.post(paper.path() + "/notes", "{\"text\": \"late\"}").problem())
        .isEqualTo("wrong-state");
    assertThat(writer.patch(note, "{\"text\": \"late\"}").problem()).isEqualTo("wrong-state");
    assertThat(writer.delete(note).problem()).isEqualTo("wrong-state");
    assertThat(
            service
                .anonymous()
                .post(
                    paper.path() + "/guests",
                    "{\"secret\": \"" + secret + "\", \"name\": \"late\"}")
                .problem())
        .isEqualTo("wrong-state");
    assertThat(writer.get(paper.path() + "/notes").body().path("items")).hasSize(1);

    Api.Answer delivered = paper.owner().post(paper.path() + "/deliver", "");
    assertThat(delivered.text("state")).isEqualTo("delivered");
    assertThat(delivered.text("sealedAt")).isEqualTo(sealed.text("sealedAt"));
    assertThat(paper.owner().post(paper.path() + "/deliver", "").body())
        .isEqualTo(delivered.body());
    assertThat(paper.owner().post(paper.path() + "/cancel", "").problem()).isEqualTo("wrong-state");
  }

  @Test
  @Tag("P08")
  void aCancelledPaperIsReadByItsOwnerOnly() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    paper.note(writer, "in vain");
    assertThat(paper.owner().post(paper.path() + "/cancel", "").text("state"))
        .isEqualTo("cancelled");
    assertThat(writer.get(paper.path() + "/notes").status()).isEqualTo(403);
    assertThat(writer.get(paper.path()).text("state")).isEqualTo("cancelled");
    assertThat(paper.owner().get(paper.path() + "/notes").status()).isEqualTo(200);
    assertThat(paper.owner().post(paper.path() + "/deliver", "").problem())
        .isEqualTo("wrong-state");
  }

  @Test
  @Tag("P02")
  @Tag("P03")
  void aCreatingRequestSentTwiceWithOneKeyIsDoneOnce() throws Exception {
    Api api = service.as(RunningService.person("지우")).with("Idempotency-Key", "paper-1");
    String body =
        """
        {"title": "once", "recipient": {"name": "Mina"}, "occasion": "other", "theme": "night", "zone": "UTC"}
        """;
    List<Api.Answer> papers = inParallel(8, i -> api.post("/api/papers", body));
    assertThat(papers).extracting(Api.Answer::status).containsOnly(201);
    assertThat(papers)
        .extracting(answer -> answer.text("id"))
        .containsOnly(papers.getFirst().text("id"));
    assertThat(api.post("/api/papers", body.replace("once", "twice")).problem())
        .isEqualTo("already-used");

    String path = "/api/papers/" + papers.getFirst().text("id");
    List<Api.Answer> links =
        inParallel(
            8,
            i ->
                api.with("Idempotency-Key", "link-1")
                    .post(path + "/links", "{\"kind\": \"write\"}"));
    assertThat(links)
        .extracting(answer -> answer.text("url"))
        .containsOnly(links.getFirst().text("url"));
    assertThat(
            api.with("Idempotency-Key", "link-1")
                .post(path + "/links", "{\"kind\": \"read\"}")
                .problem())
        .isEqualTo("already-used");

    String secret = links.getFirst().text("url").replaceFirst(".*#", "");
    Api visitor = service.anonymous().with("Idempotency-Key", "me");
    List<Api.Answer> guests =
        inParallel(
            8,
            i ->
                visitor.post(
                    path + "/guests", "{\"secret\": \"" + secret + "\", \"name\": \"하나\"}"));
    assertThat(guests)
        .extracting(answer -> answer.text("token"))
        .containsOnly(guests.getFirst().text("token"));

    Api writer = visitor.as(guests.getFirst().text("token"));
    List<Api.Answer> notes =
        inParallel(8, i -> writer.post(path + "/notes", "{\"text\": \"once\"}"));
    assertThat(notes).extracting(Api.Answer::status).containsOnly(201);
    assertThat(writer.get(path + "/notes").body().path("items")).hasSize(1);
    assertThat(writer.post(path + "/notes", "{\"text\": \"something else\"}").problem())
        .isEqualTo("already-used");
    assertThat(
            writer
                .with("Idempotency-Key", "a b")
                .post(path + "/notes", "{\"text\": \"x\"}")
                .status())
        .isEqualTo(400);
  }

  static <T> List<T> inParallel(int times, java.util.function.IntFunction<T> call)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> calls =
          IntStream.range(0, times).<Callable<T>>mapToObj(i -> () -> call.apply(i)).toList();
      List<T> results = new java.util.ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
