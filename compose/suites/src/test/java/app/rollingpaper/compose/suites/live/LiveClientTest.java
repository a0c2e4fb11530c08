package app.rollingpaper.compose.suites.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the client does, frame by frame, with a server that says what the test wants. */
@Tag("L05")
final class LiveClientTest {
  private static final String AUTHOR = "0190a3c4-7e1f-7000-9000-00000000000a";
  private static final String CLIENT = "00c0ffee00c0ffee";
  private static final Timing QUICK =
      new Timing(
          Duration.ofMillis(10),
          Duration.ofMillis(40),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofMillis(300));

  private final ScriptedServer server = new ScriptedServer();
  private final LiveNetwork network = new LiveNetwork(QUICK);
  private final Outbox outbox = new Outbox(CLIENT);
  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private final LiveClient client = new LiveClient(network, new There(), outbox, new Telling());

  @AfterEach
  void end() {
    client.close();
    network.close();
    server.close();
  }

  /** One place, where a new ticket differs from the one before. */
  private final class There implements Destination {
    @Override
    public URI address() {
      return URI.create("ws://127.0.0.1:" + server.port() + "/ws/papers/p");
    }

    @Override
    public String ticket(boolean fresh) {
      return fresh ? "fresh" : "usual";
    }
  }

  private final class Telling implements LiveListener {
    @Override
    public void saved(long n, Entry entry) {
      told.add("saved " + n + " at " + entry.seq());
    }

    @Override
    public void refused(Outbox.Kept op, String code) {
      told.add("refused " + op.n() + " " + code);
    }

    @Override
    public void decided(List<Outbox.Kept> ops, long head) {
      told.add("decided " + ops.size() + " by " + head);
    }

    @Override
    public void sent(Outbox.Kept op, boolean again) {
      told.add("sent " + op.n() + (again ? " again" : ""));
    }
  }

  @Test
  void itComesInAndSendsWhatIsKept() {
    client.write(note("one"));
    client.start();
    ScriptedServer.Visit visit = server.next();
    JsonNode hello = visit.awaitFrame("hello");
    assertThat(hello.path("c").asText()).isEqualTo(CLIENT);
    assertThat(hello.has("e")).isFalse();
    assertThat(hello.path("ticket").asText()).isEqualTo("usual");
    assertThat(client.save()).isEqualTo(new Save(Save.State.SAVING, 1));

    visit.say(welcome(1, 0, 0));
    assertThat(visit.awaitFrame("op").path("n").asInt()).isEqualTo(1);
    visit.say(ops(1, 1, entry(CLIENT, 1, visit.frames("op").getFirst().path("d").toString())));
    await().until(() -> client.save().equals(new Save(Save.State.SAVED, 0)));
    assertThat(told).containsExactly("sent 1", "saved 1 at 1");
    assertThat(client.replica().shown()).hasSize(1);
  }

  @Test
  void whatIsNotDecidedIsSentAgainJustAsItWas() {
    ScriptedServer.Visit first = comeIn();
    client.write(note("one"));
    client.write(note("two"));
    client.write(note("three"));
    await().until(() -> first.frames("op").size() == 3);
    List<JsonNode> before = first.frames("op");
    first.cut();

    ScriptedServer.Visit second = server.next();
    assertThat(second.awaitFrame("hello").path("q").asInt()).isZero();
    second.say(welcome(1, 0, 1));
    await().until(() -> second.frames("op").size() == 2);
    assertThat(second.frames("op")).isEqualTo(before.subList(1, 3));
    assertThat(told).contains("decided 1 by 0", "sent 2 again", "sent 3 again");
  }

  @Test
  void aRefusalForGoodIsToldAndOneForNowIsSentAgain() {
    ScriptedServer.Visit visit = comeIn();
    client.write(note("one"));
    client.write(note("two"));
    await().until(() -> visit.frames("op").size() == 2);
    visit.say("{\"t\":\"rej\",\"n\":1,\"code\":\"gone\",\"retry\":false}");
    visit.say("{\"t\":\"rej\",\"n\":2,\"code\":\"storage\",\"retry\":true}");
    await().until(() -> visit.frames("op").size() == 3);
    assertThat(visit.frames("op").getLast()).isEqualTo(visit.frames("op").get(1));
    assertThat(told).contains("refused 1 gone", "sent 2 again");
    assertThat(outbox.count()).isEqualTo(1);
  }

  @Test
  void aGapIsFilledFromWhereTheLedgerWantsToGoOn() {
    ScriptedServer.Visit visit = comeIn();
    client.write(note("one"));
    client.write(note("two"));
    await().until(() -> visit.frames("op").size() == 2);
    visit.say("{\"t\":\"rej\",\"n\":2,\"code\":\"gap\",\"want\":1,\"retry\":true}");
    await().until(() -> visit.frames("op").size() == 4);
    assertThat(visit.frames("op").subList(2, 4)).isEqualTo(visit.frames("op").subList(0, 2));
  }

  @Test
  void aGapThatHasBeenFilledMeanwhileChangesNoNumbers() {
    ScriptedServer.Visit visit = comeIn();
    client.write(note("one"));
    client.write(note("two"));
    await().until(() -> visit.frames("op").size() == 2);
    visit.say(ops(1, 1, entry(CLIENT, 1, visit.frames("op").getFirst().path("d").toString())));
    visit.say("{\"t\":\"rej\",\"n\":2,\"code\":\"gap\",\"want\":1,\"retry\":true}");
    await().until(() -> visit.frames("op").size() == 3);
    assertThat(visit.frames("op").getLast()).isEqualTo(visit.frames("op").get(1));
    assertThat(outbox.waiting()).extracting(Outbox.Kept::n).containsExactly(2L);
  }

  @Test
  void whatTheLedgerForgotIsWrittenAgainUnderItsNumbers() {
    ScriptedServer.Visit first = comeIn();
    client.write(note("one"));
    await().until(() -> first.frames("op").size() == 1);
    first.say(ops(1, 1, entry(CLIENT, 1, first.frames("op").getFirst().path("d").toString())));
    await().until(() -> outbox.count() == 0);
    first.cut();
    ScriptedServer.Visit second = server.next();
    // Another timeline, on which nothing of this client is known.
    second.say(welcome(2, 0, 0));
    client.write(note("two"));
    await().until(() -> second.frames("op").size() == 1);
    second.say("{\"t\":\"rej\",\"n\":2,\"code\":\"gap\",\"want\":1,\"retry\":true}");
    await().until(() -> second.frames("op").size() == 2);
    assertThat(second.frames("op").getLast().path("n").asInt()).isEqualTo(1);
    assertThat(second.frames("op").getLast().toString()).contains("two");
  }

  @Test
  void aMissingEntryMakesItAskForEverythingOnce() {
    ScriptedServer.Visit visit = comeIn();
    visit.say(ops(1, 3, entry("fedcba9876543210", 3, "[]")));
    visit.say(ops(1, 4, entry("fedcba9876543210", 4, "[]")));
    visit.awaitFrame("resync");
    visit.say(welcome(1, 4, 0));
    visit.say("{\"t\":\"snap\",\"e\":1,\"q\":4,\"part\":1,\"of\":2,\"notes\":[]}");
    visit.say("{\"t\":\"snap\",\"e\":1,\"q\":4,\"part\":2,\"of\":2,\"notes\":[]}");
    visit.say(ops(1, 5, entry("fedcba9876543210", 5, "[]")));
    await().until(() -> client.replica().position() == 5);
    assertThat(visit.frames("resync")).hasSize(1);
  }

  @Test
  void nonsenseAndAnotherTimelineMeanToBeginAnew() {
    ScriptedServer.Visit first = comeIn();
    first.say("{nonsense");
    ScriptedServer.Visit second = server.next();
    assertThat(second.awaitFrame("hello").has("e")).isFalse();
    second.say(welcome(7, 2, 0));
    second.say("{\"t\":\"snap\",\"e\":7,\"q\":2,\"part\":1,\"of\":1,\"notes\":[]}");
    await().until(() -> client.replica().epoch().equals(java.util.OptionalLong.of(7)));
    assertThat(client.replica().position()).isEqualTo(2);
  }

  @Test
  void byeSaysWhetherToComeBackAndWithWhichTicket() {
    ScriptedServer.Visit first = comeIn();
    first.say("{\"t\":\"bye\",\"code\":4007,\"retry\":true,\"after\":0}");
    first.close(1_002);
    ScriptedServer.Visit second = server.next();
    assertThat(second.awaitFrame("hello").path("ticket").asText()).isEqualTo("fresh");
    second.say("{\"t\":\"bye\",\"code\":4507,\"retry\":false,\"after\":0}");
    second.close(1_002);
    await().until(() -> client.status() == LiveClient.Status.ENDED);
    assertThat(client.save().state()).isEqualTo(Save.State.OFFLINE);
  }

  @Test
  void goMeansToComeBackSoonAndSilenceTooAfterAWhile() {
    ScriptedServer.Visit first = comeIn();
    first.say("{\"t\":\"go\",\"in\":20,\"why\":\"drain\"}");
    ScriptedServer.Visit second = server.next();
    second.awaitFrame("hello");
    // It never answers.
    ScriptedServer.Visit third = server.next();
    third.awaitFrame("hello");
    third.say(welcome(1, 0, 0));
    // The heartbeat of this server is a second.
    third.awaitFrame("ping");
    server.next().awaitFrame("hello");
  }

  @Test
  void whoIsAwayLongerThanAMomentIsOffline() {
    ScriptedServer.Visit visit = comeIn();
    client.write(note("kept"));
    server.refuse();
    visit.cut();
    await().until(() -> client.save().equals(new Save(Save.State.OFFLINE, 1)));
  }

  @Test
  void onTheLiveLaneOnlyTheNewestIsSaidAndAllOfItAgainToWhoDoesNotKnow() {
    ScriptedServer.Visit first = comeIn();
    for (int x = 0; x < 50; x++) {
      client.say("cursor", x);
    }
    await().until(() -> last(first.frames("live")).equals("49"));
    assertThat(first.frames("live").size()).isLessThan(10);
    first.cut();
    ScriptedServer.Visit second = server.next();
    second.say(welcome(1, 0, 0));
    await().until(() -> last(second.frames("live")).equals("49"));
    client.say("cursor", null);
    await().until(() -> last(second.frames("live")).equals("null"));
  }

  @Test
  void whatIsTooLargeIsRefusedHereAndItsNumberGoesToWhatFollows() {
    client.write(note("x".repeat(20_000)));
    client.write(note("fits"));
    ScriptedServer.Visit visit = comeIn();
    assertThat(visit.awaitFrame("op").path("n").asInt()).isEqualTo(1);
    assertThat(visit.frames("op").getFirst().toString()).contains("fits");
    assertThat(told).contains("refused 1 size");
  }

  private ScriptedServer.Visit comeIn() {
    client.start();
    ScriptedServer.Visit visit = server.next();
    visit.awaitFrame("hello");
    visit.say(welcome(1, 0, 0));
    await().until(() -> client.status() == LiveClient.Status.LIVE);
    return visit;
  }

  private static String last(List<JsonNode> live) {
    Function<JsonNode, String> state = frame -> frame.path("s").toString();
    return live.isEmpty() ? "" : state.apply(live.getLast());
  }

  private static List<Mutation> note(String text) {
    return List.of(Mutation.add(UUID.randomUUID(), text, 1, 2));
  }

  private static String welcome(long epoch, long head, long decided) {
    return """
    {"t":"welcome","v":1,"e":%d,"q":%d,"n":%d,"me":"%s","name":"하나","role":"writer","state":"open","session":"s1",
     "limits":{"frame":16384,"ops":20,"burst":60,"live":30,"liveBytes":2048},"heartbeat":1,"instance":"here"}
    """
        .formatted(epoch, head, decided, AUTHOR)
        .strip();
  }

  private static String ops(long epoch, long from, String... entries) {
    return "{\"t\":\"ops\",\"e\":%d,\"f\":%d,\"o\":[%s]}"
        .formatted(epoch, from, String.join(",", entries));
  }

  private static String entry(String client, long n, String mutations) {
    return "[\"%s\",%d,{\"id\":\"%s\",\"name\":\"하나\"},\"2026-03-01T00:00:00Z\",%s]"
        .formatted(client, n, AUTHOR, mutations);
  }
}
