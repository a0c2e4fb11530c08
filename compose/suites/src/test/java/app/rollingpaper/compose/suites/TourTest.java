package app.rollingpaper.compose.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.launcher.ServiceKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The way from signing up to a delivered paper, through the one URL that people know. */
@Tag("P08")
final class TourTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String TITLE = "민준아, 생일 축하해! 🎂";

  private final RollingPaper system = SharedSystem.get();
  private final Client client = SharedSystem.client();
  private final People people = SharedSystem.people();
  private final Mails mails = SharedSystem.mails();

  @Test
  @Tag("P01")
  void somebodySignsUpAndInAndStaysSignedInAndSignsOut() throws IOException {
    String email = address("jiwoo");
    Map<String, Object> account =
        Map.of("email", email, "password", People.PASSWORD, "name", "지우", "locale", "ko");
    Map<String, Object> credentials = Map.of("email", email, "password", People.PASSWORD);

    Answer created = client.post("/api/users").json(account).send().expect(201);
    assertThat(created.text("email")).isEqualTo(email);
    assertThat(created.text("name")).isEqualTo("지우");
    assertThat(created.header("X-Request-Id")).isPresent();
    assertThat(client.post("/api/users").json(account).send().expect(409).problem())
        .isEqualTo("email-taken");
    Map<String, Object> wrong = Map.of("email", email, "password", "not the password");
    assertThat(client.post("/api/sessions").json(wrong).send().expect(401).problem())
        .isEqualTo("bad-credentials");

    Answer session = client.post("/api/sessions").json(credentials).send().expect(201);
    Person jiwoo = person(session);
    assertThat(client.get("/api/users/me").as(jiwoo).send().expect(200).text("email"))
        .isEqualTo(email);
    String cookie = session.header("Set-Cookie").orElseThrow();
    assertThat(cookie)
        .startsWith("__Host-session=")
        .contains("HttpOnly", "Secure", "SameSite=Strict", "Path=/");

    Answer refreshed =
        client.post("/api/sessions/refresh").header("Cookie", pair(cookie)).send().expect(200);
    String next = refreshed.header("Set-Cookie").orElseThrow();
    assertThat(pair(next)).isNotEqualTo(pair(cookie));
    client.get("/api/users/me").as(person(refreshed)).send().expect(200);

    Answer ended =
        client.delete("/api/sessions/current").header("Cookie", pair(next)).send().expect(204);
    assertThat(ended.header("Set-Cookie").orElseThrow()).contains("Max-Age=0");
    Answer late =
        client.post("/api/sessions/refresh").header("Cookie", pair(next)).send().expect(401);
    assertThat(late.problem()).isEqualTo("session-ended");
  }

  @Test
  @Tag("P03")
  @Tag("P04")
  void aGuestWithoutAnAccountWritesEditsAndDeletesANote() throws IOException {
    Paper paper = people.open(owner(), TITLE, address("minjun"), "ko");
    URI link = people.link(paper, "write");
    Map<String, Object> secret = Map.of("secret", link.getFragment());
    JsonNode preview = client.post(paper.path("/preview")).json(secret).send().expect(200).json();
    assertThat(preview.path("title").asText()).isEqualTo(TITLE);
    assertThat(preview.path("kind").asText()).isEqualTo("write");

    Person guest = people.arrive(link, "하나");
    Map<String, Object> text =
        Map.of(
            "text",
            "생일 축하해 👨‍👩‍👧‍👦",
            "color",
            "mint",
            "font",
            "jua",
            "x",
            120,
            "y",
            80,
            "rotation",
            -3);
    Answer written =
        client.post(paper.path("/notes")).as(guest).key("first").json(text).send().expect(201);
    Answer again =
        client.post(paper.path("/notes")).as(guest).key("first").json(text).send().expect(201);
    assertThat(again.text("id")).isEqualTo(written.text("id"));
    String note = paper.path("/notes/" + written.text("id"));
    assertThat(written.header("Location").orElseThrow()).endsWith(note);

    Map<String, Object> edit = Map.of("text", "생일 정말 축하해!", "x", 300);
    String tag = written.header("ETag").orElseThrow();
    Answer edited =
        client.patch(note).as(guest).header("If-Match", tag).json(edit).send().expect(200);
    assertThat(edited.text("text")).isEqualTo("생일 정말 축하해!");
    assertThat(edited.text("color")).isEqualTo("mint");
    client.patch(note).as(guest).header("If-Match", tag).json(edit).send().expect(412);
    client.delete(note).as(guest).send().expect(204);
    client.get(note).as(guest).send().expect(404);
    assertThat(
            client
                .get(paper.path("/notes"))
                .as(paper.owner())
                .send()
                .expect(200)
                .json()
                .path("items"))
        .isEmpty();
  }

  @Test
  @Tag("P07")
  @Tag("A01")
  void theRecipientReadsFromTheMailOnAndNotAMomentEarlier() throws Exception {
    String address = address("minjun");
    Person owner = owner();
    Paper paper = people.open(owner, TITLE, address, "ko");
    URI link = people.link(paper, "write");
    Person guest = people.arrive(link, "하나");
    client.post(paper.path("/notes")).as(guest).json(Map.of("text", "비밀 인사")).send().expect(201);
    // The recipient has an account under the very address of the paper, and holds the writing link.
    Person recipient = people.signUp(address, "민준", "ko");

    try (Passing passing = new Passing(system.amqpUrl(), "paper.*.v1")) {
      nothingToSeeFor(recipient, paper, link, address);
      people.turn(paper, "seal");
      passing.awaitEvent("paper.sealed.v1", paper);
      client.post(paper.path("/notes")).as(guest).json(Map.of("text", "늦은 인사")).send().expect(409);
      nothingToSeeFor(recipient, paper, link, address);

      people.turn(paper, "deliver");
      passing.awaitEvent("paper.delivered.v1", paper);
    }
    await().atMost(SOON).until(() -> mails.to(address).size() == 1);
    Mails.Mail mail = mails.to(address).getFirst();
    assertThat(mail.subject()).matches(".*[가-힣].*");
    assertThat(mail.text()).contains(mail.link().toString()).matches("(?s).*[가-힣].*");
    assertThat(mail.html()).contains(mail.link().toString()).contains("lang=\"ko\"");

    assertThat(mail.link().toString()).startsWith(system.gatewayUrl() + "/p/" + paper.id() + "#");
    Person reader = people.arrive(mail.link(), "민준");
    JsonNode seen = client.get(paper.path("")).as(reader).send().expect(200).json();
    assertThat(seen.path("role").asText()).isEqualTo("recipient");
    JsonNode notes = client.get(paper.path("/notes")).as(reader).send().expect(200).json();
    assertThat(notes.path("items").findValuesAsText("text")).containsExactly("비밀 인사");
    client.post(paper.path("/notes")).as(reader).json(Map.of("text", "나도")).send().expect(403);

    await()
        .atMost(SOON)
        .until(() -> inbox(owner, paper).containsAll(List.of("sealed", "delivered")));
    assertThat(inbox(owner, paper)).containsExactlyInAnyOrder("sealed", "delivered");
    await().atMost(SOON).until(() -> inbox(recipient, paper).equals(List.of("received")));
  }

  @Test
  @Tag("P08")
  void aRecipientWhoReadsEnglishGetsAnEnglishMail() {
    String address = address("alex");
    Paper paper = people.open(owner(), "Farewell, Alex", address, "en");
    people.turn(paper, "deliver");
    await().atMost(SOON).until(() -> mails.to(address).size() == 1);
    Mails.Mail mail = mails.to(address).getFirst();
    assertThat(mail.text()).contains("Farewell, Alex").contains(mail.link().toString());
    assertThat(mail.html()).contains("lang=\"en\"").contains(mail.link().toString());
    assertThat(mail.text().replace("지우", "").replace("민준", "")).doesNotContainPattern("[가-힣]");
  }

  @Test
  @Tag("T08")
  void aPaperKeepsTheZoneAndTheInstantsItWasGiven() throws IOException {
    Person owner = owner();
    Map<String, Object> paper =
        Map.of(
            "title", "farewell",
            "recipient", Map.of("name", "Alex"),
            "occasion", "farewell",
            "theme", "night",
            "zone", "America/New_York",
            "closesAt", "2099-03-08T06:30:00Z",
            "deliverAt", "2099-03-08T09:00:00+02:00");
    Answer opened = client.post("/api/papers").as(owner).json(paper).send().expect(201);
    assertThat(opened.text("zone")).isEqualTo("America/New_York");
    assertThat(opened.text("closesAt")).isEqualTo("2099-03-08T06:30:00Z");
    assertThat(opened.text("deliverAt")).isEqualTo("2099-03-08T07:00:00Z");
    assertThat(opened.text("createdAt")).endsWith("Z");
  }

  @Test
  @Tag("G01")
  void everyInstanceServesAndTheOperatorsSeeIt() throws IOException {
    assertThat(system.instanceUrls(ServiceKind.PAPER)).hasSizeGreaterThanOrEqualTo(2);
    Person owner = owner();
    Fleet fleet = SharedSystem.fleet();
    List<Fleet.Instance> before = fleet.instances();
    for (int index = 0; index < 40; index++) {
      client.get("/api/papers/" + UUID.randomUUID()).as(owner).send().expect(404);
    }
    List<Fleet.Instance> after = fleet.instances();
    assertThat(after)
        .extracting(Fleet.Instance::service)
        .contains("paper-service", "user-service", "notification-service");
    assertThat(after).allMatch(instance -> instance.state().equals("up"));
    for (Fleet.Instance instance : after) {
      long earlier =
          before.stream()
              .filter(same -> same.id().equals(instance.id()))
              .mapToLong(Fleet.Instance::requests)
              .sum();
      if (instance.service().equals("paper-service")) {
        assertThat(instance.requests()).describedAs(instance.id()).isGreaterThan(earlier);
      }
    }
    assertThat(client.get("/instances").send().body()).doesNotContain("paper-service");
  }

  /** Everything that somebody with the recipient's account and the paper's address could try. */
  private void nothingToSeeFor(Person recipient, Paper paper, URI link, String address)
      throws IOException {
    for (String path : List.of("", "/notes", "/ops", "/links")) {
      client.get(paper.path(path)).as(recipient).send().expect(404);
      client.get(paper.path(path)).send().expect(401);
    }
    assertThat(client.get("/api/papers").as(recipient).send().expect(200).json().path("items"))
        .isEmpty();
    Map<String, Object> arrival = Map.of("secret", link.getFragment(), "name", "민준");
    Answer refused = client.post(People.arrivals(link)).as(recipient).json(arrival).send();
    assertThat(refused.status()).isIn(403, 409);
    assertThat(refused.body()).doesNotContain("비밀");
    Map<String, Object> guessed = Map.of("secret", "A".repeat(43), "name", "민준");
    client.post(People.arrivals(link)).json(guessed).send().expect(404);
    client
        .post(paper.path("/links"))
        .as(paper.owner())
        .json(Map.of("kind", "reveal"))
        .send()
        .expect(409);
    assertThat(inbox(recipient, paper)).isEmpty();
    assertThat(mails.to(address)).isEmpty();
  }

  private List<String> inbox(Person person, Paper paper) throws IOException {
    JsonNode items = client.get("/api/inbox").as(person).send().expect(200).json().path("items");
    return items
        .valueStream()
        .filter(entry -> entry.path("paperId").asText().equals(paper.id().toString()))
        .map(entry -> entry.path("kind").asText())
        .toList();
  }

  private Person owner() {
    return people.signUp(address("jiwoo"), "지우", "ko");
  }

  private static String address(String name) {
    return name + "-" + UUID.randomUUID() + "@example.org";
  }

  private static Person person(Answer session) {
    JsonNode user = session.json().path("user");
    return new Person(
        user.path("name").asText(),
        UUID.fromString(user.path("id").asText()),
        session.text("accessToken"));
  }

  /** {@code name=value} of a cookie. */
  private static String pair(String cookie) {
    return cookie.substring(0, cookie.indexOf(';'));
  }

  /** The events that pass through the broker, seen by a queue of our own beside the services'. */
  private static final class Passing implements AutoCloseable {
    private final Connection connection;
    private final Channel channel;
    private final String queue;

    Passing(String amqpUrl, String types) throws Exception {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(amqpUrl);
      connection = factory.newConnection();
      channel = connection.createChannel();
      queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, "rollingpaper", types);
    }

    void awaitEvent(String type, Paper paper) {
      await().atMost(SOON).until(() -> next(type, paper));
    }

    private boolean next(String type, Paper paper) throws IOException {
      GetResponse passed = channel.basicGet(queue, true);
      if (passed == null) {
        return false;
      }
      JsonNode event = Json.read(new String(passed.getBody(), StandardCharsets.UTF_8));
      return passed.getEnvelope().getRoutingKey().equals(type)
          && event.path("type").asText().equals(type)
          && event.path("key").asText().equals(paper.id().toString())
          && event.path("data").path("paperId").asText().equals(paper.id().toString());
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
