package app.rollingpaper.compose.suites.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.compose.suites.Answer;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.Patience;
import app.rollingpaper.compose.suites.People;
import app.rollingpaper.compose.suites.Person;
import app.rollingpaper.compose.suites.Tally;
import app.rollingpaper.compose.suites.load.DeploySystem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * While a deploy goes on, two versions serve side by side, and pages of the former version are open. So today's services
 * have to understand what clients of 0.1.0 send, and to answer so that those can read it. What 0.1.0 sent and answered is
 * recorded in {@code contracts/0.1.0}; {@code -Dcontracts.record=DIR} records today's the same way, for a new version.
 */
@Tag("G08")
final class ContractTest {
  private static final String FORMER = "/contracts/0.1.0/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base = DeploySystem.get().gatewayUrl();
  private final Client client = new Client(base);

  @Test
  void answersCanStillBeReadByClientsOfTheFormerVersion() throws Exception {
    JsonNode requests = recorded("requests");
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    String email = "former-" + UUID.randomUUID() + "@example.org";
    JsonNode account = with(requests.path("account"), "email", email);
    answers.put("account", post("/api/users", "", account, 201));
    JsonNode session =
        post("/api/sessions", "", with(requests.path("session"), "email", email), 201);
    answers.put("session", session);
    String owner = session.path("accessToken").asText();
    answers.put("me", get("/api/users/me", owner));
    answers.put("inbox", get("/api/inbox", owner));
    JsonNode paper = post("/api/papers", owner, requests.path("paper"), 201);
    answers.put("paper", paper);
    String path = "/api/papers/" + paper.path("id").asText();
    answers.put("papers", get("/api/papers", owner));
    JsonNode link = post(path + "/links", owner, requests.path("link"), 201);
    answers.put("link", link);
    answers.put("links", get(path + "/links", owner));
    String secret = URI.create(link.path("url").asText()).getFragment();
    JsonNode guest =
        post(path + "/guests", "", with(requests.path("guest"), "secret", secret), 201);
    answers.put("guest", guest);
    String writer = guest.path("token").asText();
    JsonNode note = post(path + "/notes", writer, requests.path("note"), 201);
    answers.put("note", note);
    answers.put(
        "change",
        client
            .patch(path + "/notes/" + note.path("id").asText())
            .header("Authorization", "Bearer " + writer)
            .json(plain(requests.path("change")))
            .send()
            .expect(200)
            .json());
    answers.put("notes", get(path + "/notes", writer));
    answers.put("ops", post(path + "/ops", writer, requests.path("ops"), 200));
    answers.put("history", get(path + "/ops?since=1:0", writer));
    answers.put("sealed", post(path + "/seal", owner, JSON.createObjectNode(), 200));
    answers.put("problem", post(path + "/notes", writer, requests.path("note"), 409));
    answers.put("delivered", post(path + "/deliver", owner, JSON.createObjectNode(), 200));
    compare("answers", answers);
  }

  @Test
  void framesOfTheFormerVersionAreUnderstoodAndAnsweredAsItExpects() throws Exception {
    People people = new People(client, new Patience(Duration.ofSeconds(30), new Tally()));
    Person owner = people.signUp("frames-" + UUID.randomUUID() + "@example.org", "지우", "ko");
    Paper paper = people.open(owner, "frames", "nobody@example.org", "ko");
    Person guest = people.arrive(people.link(paper, "write"), "하나");
    JsonNode requests = recorded("frames-sent");
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    String path = "/ws/papers/" + paper.id();
    try (FrameClient reader = new FrameClient(base, path, owner.token());
        FrameClient writer = new FrameClient(base, path, guest.token())) {
      reader.send(requests.path("hello-of-reader").toString());
      reader.await("welcome");
      writer.send(requests.path("hello").toString());
      answers.put("welcome", writer.await("welcome"));
      answers.put("presence", reader.await("presence"));
      writer.send(requests.path("op").toString());
      answers.put("ops", writer.await("ops"));
      reader.await("ops");
      writer.send(requests.path("op-out-of-turn").toString());
      answers.put("rej", writer.await("rej"));
      writer.send(requests.path("live").toString());
      answers.put("live", reader.await("live"));
      writer.send(requests.path("ping").toString());
      answers.put("pong", writer.await("pong"));
      writer.send(requests.path("resync").toString());
      answers.put("snap", writer.await("snap"));
      people.turn(paper, "seal");
      answers.put("state", reader.await("state"));
      writer.send(requests.path("nonsense").toString());
      answers.put("bye", writer.await("bye"));
    }
    compare("frames", answers);
  }

  private void compare(String name, Map<String, JsonNode> answers) throws IOException {
    String target = System.getProperty("contracts.record", "");
    if (!target.isEmpty()) {
      Path file = Files.createDirectories(Path.of(target)).resolve(name + ".json");
      Files.writeString(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answers) + "\n");
      return;
    }
    List<String> broken = new ArrayList<>();
    JsonNode former = recorded(name);
    assertThat(former.properties()).isNotEmpty();
    former
        .properties()
        .forEach(
            entry ->
                Shape.broken(
                        entry.getValue(), answers.getOrDefault(entry.getKey(), JSON.missingNode()))
                    .forEach(where -> broken.add(entry.getKey() + " " + where)));
    assertThat(broken).isEmpty();
  }

  private JsonNode post(String path, String token, JsonNode body, int wanted) throws IOException {
    Client.Request request = client.post(path).key(UUID.randomUUID().toString()).json(plain(body));
    Answer answer =
        (token.isEmpty() ? request : request.header("Authorization", "Bearer " + token)).send();
    return answer.expect(wanted).json();
  }

  private JsonNode get(String path, String token) throws IOException {
    return client.get(path).header("Authorization", "Bearer " + token).send().expect(200).json();
  }

  private static JsonNode with(JsonNode body, String name, String value) {
    ObjectNode changed = body.deepCopy();
    return changed.put(name, value);
  }

  private static Object plain(JsonNode body) {
    return JSON.convertValue(body, Object.class);
  }

  private static JsonNode recorded(String name) throws IOException {
    try (InputStream file = ContractTest.class.getResourceAsStream(FORMER + name + ".json")) {
      assertThat(file).describedAs("contracts/0.1.0/%s.json", name).isNotNull();
      return JSON.readTree(file);
    }
  }
}
