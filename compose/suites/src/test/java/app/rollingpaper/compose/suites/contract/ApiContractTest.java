package app.rollingpaper.compose.suites.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Mails;
import app.rollingpaper.compose.suites.load.DeploySystem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The three services' APIs, asked as clients of the former version ask. */
@Tag("G08")
final class ApiContractTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(60);

  private final RollingPaper system = DeploySystem.get();
  private final Client client = new Client(system.gatewayUrl());
  private final Map<String, JsonNode> answers = new LinkedHashMap<>();
  private final String tag = UUID.randomUUID().toString();

  @Test
  void answersCanStillBeReadByClientsOfTheFormerVersion() throws Exception {
    JsonNode sent = Contract.former("requests");
    String owner = signIn(sent, "former-" + tag + "@example.org");
    String recipientEmail = "recipient-" + tag + "@example.org";
    ObjectNode opening = sent.path("paper").deepCopy();
    opening.withObject("recipient").put("email", recipientEmail);
    JsonNode paper = answer("paper", 201, post("/api/papers", owner, opening));
    String path = "/api/papers/" + paper.path("id").asText();
    answer("papers", 200, get("/api/papers", owner));
    answer("paper-read", 200, get(path, owner));
    answer("paper-changed", 200, patch(path, owner, sent.path("paper-change")));
    answer("envelope", 200, get(path + "/envelope", ""));

    JsonNode link = answer("link", 201, post(path + "/links", owner, sent.path("link")));
    String secret = URI.create(link.path("url").asText()).getFragment();
    answer("links", 200, get(path + "/links", owner));
    answer("link-preview", 200, post(path + "/preview", "", with(sent, "preview", secret)));
    JsonNode guest = answer("guest", 201, post(path + "/guests", "", with(sent, "guest", secret)));
    String writer = guest.path("token").asText();
    answer("guests", 200, get(path + "/guests", owner));

    JsonNode note = answer("note", 201, post(path + "/notes", writer, sent.path("note")));
    String notePath = path + "/notes/" + note.path("id").asText();
    answer("note-read", 200, get(notePath, writer));
    answer("note-changed", 200, patch(notePath, writer, sent.path("change")));
    answer("notes", 200, get(path + "/notes", writer));
    answer("ops", 200, post(path + "/ops", writer, sent.path("ops")));
    answer("history", 200, get(path + "/ops", writer));

    answer("paper-preview", 200, get(path + "/preview", owner));
    answer("sealed", 200, post(path + "/seal", owner, JSON.createObjectNode()));
    answer("problem", 409, post(path + "/notes", writer, sent.path("note")));
    answer("delivered", 200, post(path + "/deliver", owner, JSON.createObjectNode()));
    receive(sent, path, notePath, recipientEmail);
    await()
        .atMost(SOON)
        .until(() -> get("/api/inbox", owner).send().json().path("items").size() == 3);
    answer("inbox", 200, get("/api/inbox", owner));
    Contract.keeps("answers", answers);
  }

  @Test
  void whatIsRefusedIsRefusedAsBefore() throws Exception {
    JsonNode sent = Contract.former("requests");
    answer("unauthorized", 401, get("/api/papers", ""));
    answer("nothing-there", 404, get("/api/no-such-thing", ""));
    answer("wrong-password", 401, post("/api/sessions", "", sent.path("wrong-password")));
    answer("invalid", 400, post("/api/users", "", sent.path("invalid-account")));
    Contract.keeps("refusals", answers);
  }

  private String signIn(JsonNode sent, String email) throws IOException {
    answer("account", 201, post("/api/users", "", emailed(sent.path("account"), email)));
    JsonNode session =
        answer("session", 201, post("/api/sessions", "", emailed(sent.path("session"), email)));
    String token = session.path("accessToken").asText();
    answer("me", 200, get("/api/users/me", token));
    answer("jwks", 200, get("/.well-known/jwks.json", ""));
    return token;
  }

  private void receive(JsonNode sent, String path, String notePath, String email)
      throws IOException {
    Mails mails = new Mails(system.mailboxUrl().orElseThrow());
    await().atMost(SOON).until(() -> !mails.to(email).isEmpty());
    String secret = mails.to(email).getFirst().link().getFragment();
    JsonNode arrival =
        answer("recipient", 201, post(path + "/guests", "", with(sent, "guest", secret)));
    String recipient = arrival.path("token").asText();
    by(recipient, client.put(notePath + "/reaction"))
        .json(plain(sent.path("reaction")))
        .send()
        .expect(204);
    answer("thanks", 200, post(path + "/thanks", recipient, sent.path("thanks")));
    answer("thanks-read", 200, get(path + "/thanks", recipient));
  }

  private JsonNode answer(String name, int wanted, Client.Request request) throws IOException {
    JsonNode answer = request.send().expect(wanted).json();
    assertThat(answer.isContainerNode()).describedAs(name).isTrue();
    answers.put(name, answer);
    return answer;
  }

  private Client.Request get(String path, String token) {
    return by(token, client.get(path));
  }

  private Client.Request post(String path, String token, JsonNode body) {
    return by(token, client.post(path)).key(UUID.randomUUID().toString()).json(plain(body));
  }

  private Client.Request patch(String path, String token, JsonNode body) {
    return by(token, client.patch(path)).json(plain(body));
  }

  private static Client.Request by(String token, Client.Request request) {
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private static JsonNode emailed(JsonNode body, String email) {
    ObjectNode own = body.deepCopy();
    return own.put("email", email);
  }

  private static JsonNode with(JsonNode sent, String name, String secret) {
    ObjectNode own = sent.path(name).deepCopy();
    return own.put("secret", secret);
  }

  private static Object plain(JsonNode body) {
    return JSON.convertValue(body, Object.class);
  }
}
