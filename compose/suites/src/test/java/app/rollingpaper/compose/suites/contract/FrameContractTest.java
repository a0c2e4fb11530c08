package app.rollingpaper.compose.suites.contract;

import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.People;
import app.rollingpaper.compose.suites.Person;
import app.rollingpaper.compose.suites.load.DeploySystem;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The live protocol, spoken as pages of the former version speak it. */
@Tag("G08")
final class FrameContractTest {
  private final String base = DeploySystem.get().gatewayUrl();
  private final People people = new People(new Client(base));

  @Test
  void framesOfTheFormerVersionAreUnderstoodAndAnsweredAsItExpects() throws Exception {
    Person owner = people.signUp("frames-" + UUID.randomUUID() + "@example.org", "지우", "ko");
    Paper paper = people.open(owner, "frames", "nobody@example.org", "ko");
    Person guest = people.arrive(people.link(paper, "write"), "하나");
    JsonNode sent = Contract.former("frames-sent");
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    String path = "/ws/papers/" + paper.id();
    try (FrameClient reader = new FrameClient(base, path, owner.token());
        FrameClient writer = new FrameClient(base, path, guest.token())) {
      reader.send(sent.path("hello-of-reader"));
      reader.await("welcome");
      writer.send(sent.path("hello"));
      answers.put("welcome", writer.await("welcome"));
      answers.put(
          "presence",
          reader.await(
              "presence",
              frame -> frame.path("on").toString().contains(guest.author().toString())));
      writer.send(sent.path("op"));
      answers.put("ops", writer.await("ops"));
      reader.await("ops");
      writer.send(sent.path("op-out-of-turn"));
      answers.put("rej", writer.await("rej"));
      writer.send(sent.path("live"));
      answers.put("live", reader.await("live"));
      writer.send(sent.path("ping"));
      answers.put("pong", writer.await("pong"));
      writer.send(sent.path("resync"));
      answers.put("snap", writer.await("snap"));
      people.turn(paper, "seal");
      answers.put("state", reader.await("state"));
      writer.send(sent.path("nonsense"));
      answers.put("bye", writer.await("bye"));
    }
    Contract.keeps("frames", answers);
  }
}
