package app.rollingpaper.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.testing.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Inboxes that are followed as they fill. */
@Tag("P12")
final class InboxStreamTest {
  private static final Map<String, String> LIVELY = Map.of("RP_INBOX_HEARTBEAT", "100ms");

  private final UUID person = Events.IDS.next();

  private static List<String> ids(EventStream stream) {
    return stream.blocks().stream()
        .filter(block -> block.contains("event: entry"))
        .map(block -> block.replaceAll("(?s).*\nid: (\\S+)\n.*", "$1"))
        .toList();
  }

  private static List<String> titles(EventStream stream) {
    List<String> titles = new ArrayList<>();
    for (String block : stream.blocks()) {
      if (block.startsWith("event: entry\n")) {
        JsonNode entry = EventStream.data(block);
        assertThat(entry.has("kind") && entry.has("id") && entry.has("paperId")).isTrue();
        titles.add(entry.get("title").asText());
      }
    }
    return titles;
  }

  @Test
  void whatComesIntoAnInboxIsToldToAllWhoFollowItOnEveryInstance() {
    TestDatabase database = RunningService.freshDatabase();
    TestClock clock = new TestClock();
    try (RunningService first = RunningService.start(database, clock, LIVELY);
        RunningService second = RunningService.start(database, clock, LIVELY);
        Events events = new Events();
        EventStream one = first.follow(person, null);
        EventStream other = second.follow(person, null);
        EventStream stranger = second.follow(Events.IDS.next(), null)) {
      assertThat(one.header("content-type")).startsWith("text/event-stream");
      for (int i = 0; i < 5; i++) {
        events.publish(Events.sealed(person, "letter " + i));
      }
      await().until(() -> titles(one).size() >= 5 && titles(other).size() >= 5);
      assertThat(titles(one))
          .containsExactlyInAnyOrder("letter 0", "letter 1", "letter 2", "letter 3", "letter 4");
      assertThat(ids(one)).doesNotHaveDuplicates().hasSize(5);
      assertThat(ids(other)).containsExactlyInAnyOrderElementsOf(ids(one));
      await().until(() -> stranger.blocks().stream().filter(":"::equals).count() > 3);
      assertThat(titles(stranger)).isEmpty();
    }
  }

  @Test
  void whoeverComesBackIsToldWhatWasMissedAndNothingTwice() {
    try (RunningService service = RunningService.start(LIVELY);
        Events events = new Events()) {
      events.publish(Events.sealed(person, "before"));
      service.inboxOf(person, 1);
      String seen;
      try (EventStream stream = service.follow(person, null)) {
        events.publish(Events.sealed(person, "seen"));
        await().until(() -> titles(stream).contains("seen"));
        assertThat(titles(stream)).containsExactly("seen");
        seen = ids(stream).getLast();
      }
      await().until(() -> service.admin("/metrics").text().contains("inbox_followers 0.0"));
      events.publish(Events.sealed(person, "missed 1"));
      service.inboxOf(person, 3);
      events.publish(Events.sealed(person, "missed 2"));
      service.inboxOf(person, 4);
      try (EventStream stream = service.follow(person, seen)) {
        events.publish(Events.sealed(person, "live"));
        await().until(() -> titles(stream).contains("live"));
        assertThat(titles(stream)).containsExactly("missed 1", "missed 2", "live");
      }
    }
  }

  @Test
  void aStreamEndsWithTheSignInAndNobodyFollowsWithoutOne() {
    try (RunningService service = RunningService.start(LIVELY);
        EventStream stream = service.follow(person, null)) {
      assertThat(service.send("GET", "/api/inbox/stream", null).status()).isEqualTo(401);
      assertThat(service.send("GET", "/api/inbox/stream", "forged").problem())
          .isEqualTo("invalid-token");
      assertThat(service.send("POST", "/api/inbox/stream", service.token(person)).status())
          .isEqualTo(405);
      await().until(() -> !stream.blocks().isEmpty());
      assertThat(stream.hasEnded()).isFalse();
      service.clock().advance(Duration.ofMinutes(10));
      await().until(stream::hasEnded);
    }
  }

  @Test
  void streamsAreBoundedAndEndedWhenTheInstanceGoes() {
    List<EventStream> streams = new ArrayList<>();
    try (RunningService service =
        RunningService.start(
            Map.of("RP_INBOX_HEARTBEAT", "100ms", "RP_INBOX_FOLLOWERS_PER_PERSON", "2"))) {
      streams.add(service.follow(person, null));
      streams.add(service.follow(person, null));
      assertThat(service.send("GET", "/api/inbox/stream", service.token(person)).status())
          .isEqualTo(503);
      assertThat(service.stream(person, "no cursor").statusCode()).isEqualTo(400);
    }
    for (EventStream stream : streams) {
      await().until(stream::hasEnded);
      assertThat(stream.failed()).isFalse();
    }
  }

  @Test
  @Tag("G03")
  void streamsEndWhenTheInstanceIsDrainedSoThatNobodyHoldsItUp() {
    try (RunningService service = RunningService.start(Map.of());
        EventStream stream = service.follow(person, null)) {
      await().until(() -> !stream.blocks().isEmpty());
      assertThat(service.adminPost("/drain").status()).isEqualTo(202);
      await().until(stream::hasEnded);
      assertThat(stream.failed()).isFalse();
      await().until(() -> service.admin("/health/ready").text().contains("\"requests\":0"));
    }
  }
}
