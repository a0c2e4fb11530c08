package app.rollingpaper.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.notification.RunningService.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inboxes, as people and other services see them. */
@Tag("P12")
final class NotificationServerTest {
  private static RunningService service;
  private static Events events;

  private final UUID owner = Events.IDS.next();

  @BeforeAll
  static void start() {
    service = RunningService.start(Map.of("RP_INBOX_MOST_ENTRIES", "12"));
    events = new Events();
  }

  @AfterAll
  static void stop() {
    events.close();
    service.close();
  }

  @Test
  @Tag("A01")
  @Tag("P08")
  void everyContractOfOthersIsUnderstood() {
    ObjectNode registered = Events.golden("user.registered.v1");
    ObjectNode sealed = Events.golden("paper.sealed.v1");
    ObjectNode delivered = Events.golden("paper.delivered.v1");
    UUID ownerOfContract = UUID.fromString(Events.data(sealed).get("ownerId").asText());
    ObjectNode thanked = Events.golden("paper.thanked.v1");
    List.of(registered, sealed, delivered, thanked).forEach(events::publish);

    JsonNode items = service.inboxOf(ownerOfContract, 3).get("items");

    assertThat(items.get(0).get("kind").asText()).isEqualTo("thanked");
    JsonNode last = items.get(1);
    assertThat(last.get("kind").asText()).isEqualTo("delivered");
    assertThat(last.get("at").asText()).isEqualTo(delivered.get("occurredAt").asText());
    JsonNode first = items.get(2);
    assertThat(first.get("kind").asText()).isEqualTo("sealed");
    assertThat(first.get("paperId")).isEqualTo(Events.data(sealed).get("paperId"));
    assertThat(first.get("title").asText()).isEqualTo("민준아, 생일 축하해! 🎂");
    assertThat(first.get("at").asText()).isEqualTo(sealed.get("occurredAt").asText());
    assertThat(first.has("readAt")).isFalse();
    assertThat(
            service.value(
                "select name || ' ' || email || ' ' || locale from person where id = '"
                    + ownerOfContract
                    + "'"))
        .isEqualTo("지우 jiwoo@example.org ko");
    assertThat(service.value("select count(*) from mail where address = 'minjun@example.org'"))
        .isEqualTo("1");
  }

  @Test
  @Tag("A01")
  void anEventThatComesAgainHasEffectOnce() {
    ObjectNode delivered = Events.delivered(owner, "twice@example.org", "ko");
    for (int i = 0; i < 5; i++) {
      events.publish(delivered);
    }
    events.publish(Events.sealed(owner, "afterwards"));

    assertThat(service.inboxOf(owner, 2).findValuesAsText("kind"))
        .containsExactly("sealed", "delivered");
    assertThat(service.value("select count(*) from mail where address = 'twice@example.org'"))
        .isEqualTo("1");
  }

  @Test
  @Tag("A01")
  @Tag("G08")
  void whatANewerProducerAddsIsPassedOver() {
    ObjectNode sealed = Events.sealed(owner, "with more");
    sealed.put("more", 1);
    Events.data(sealed).putObject("evenMore").put("deep", true);
    events.publish(sealed);

    assertThat(service.inboxOf(owner, 1).findValuesAsText("title")).containsExactly("with more");
  }

  @Test
  @Tag("P09")
  void thanksReachTheOwnerAndAllWhoWroteWithAnAccountOnce() {
    UUID writer = Events.IDS.next();
    UUID unknown = Events.IDS.next();
    events.publish(Events.registered(owner, "owner-" + owner + "@example.org", "지우"));
    events.publish(Events.registered(writer, "writer-" + writer + "@example.org", "하나"));
    ObjectNode thanked = Events.another("paper.thanked.v1");
    Events.data(thanked)
        .put("ownerId", owner.toString())
        .putArray("writerIds")
        .add(writer.toString())
        .add(owner.toString())
        .add(unknown.toString());
    events.publish(thanked);
    events.publish(thanked);
    events.publish(Events.sealed(owner, "afterwards"));

    assertThat(service.inboxOf(owner, 2).findValuesAsText("kind"))
        .containsExactly("sealed", "thanked");
    for (UUID person : List.of(writer, unknown)) {
      JsonNode entry = service.inboxOf(person, 1).get("items").get(0);
      assertThat(entry.get("kind").asText()).isEqualTo("thanked");
      assertThat(entry.get("paperId")).isEqualTo(Events.data(thanked).get("paperId"));
    }
    assertThat(
            service.value(
                "select string_agg(subject, '|') from mail where address in ('owner-"
                    + owner
                    + "@example.org', 'writer-"
                    + writer
                    + "@example.org')"))
        .isEqualTo("민준님이 고맙다고 전했어요: 민준아, 생일 축하해! 🎂|민준님이 고맙다고 전했어요: 민준아, 생일 축하해! 🎂");
  }

  @Test
  void aRecipientWithAnAccountIsToldTooAndNobodyIsToldTheSecret() {
    UUID recipient = Events.IDS.next();
    String email = "recipient-" + recipient + "@example.org";
    events.publish(Events.registered(recipient, email, "민준"));
    events.publish(Events.sealed(recipient, "their own"));
    service.inboxOf(recipient, 1);
    ObjectNode delivered = Events.delivered(owner, email.replace("recipient", "Recipient"), "ko");
    events.publish(delivered);

    JsonNode theirs = service.inboxOf(recipient, 2);
    JsonNode own = service.inboxOf(owner, 1);

    assertThat(theirs.get("items").get(0).get("kind").asText()).isEqualTo("received");
    assertThat(own.get("items").get(0).get("kind").asText()).isEqualTo("delivered");
    String secret = Events.link(delivered).replaceAll(".*#", "");
    assertThat(theirs + " " + own).doesNotContain(secret);
    assertThat(service.value("select string_agg(entry::text, ' ') from inbox_entry entry"))
        .doesNotContain(secret);
  }

  @Test
  void anInboxIsReadPageByPage() {
    for (int i = 1; i <= 7; i++) {
      events.publish(Events.sealed(owner, "paper " + i));
    }
    service.inboxOf(owner, 7);

    List<String> titles = new ArrayList<>();
    JsonNode page = service.inbox(owner, "?limit=3").json();
    assertThat(page.get("unread").asInt()).isEqualTo(7);
    titles.addAll(page.findValuesAsText("title"));
    // What arrives meanwhile does not shift the pages.
    events.publish(Events.sealed(owner, "paper 8"));
    service.inboxOf(owner, 8);
    while (page.has("next")) {
      page = service.inbox(owner, "?limit=3&cursor=" + page.get("next").asText()).json();
      titles.addAll(page.findValuesAsText("title"));
    }

    assertThat(titles)
        .containsExactly(
            "paper 7", "paper 6", "paper 5", "paper 4", "paper 3", "paper 2", "paper 1");
    assertThat(service.inbox(owner, "?limit=8").json().has("next")).isFalse();
    assertThat(service.inbox(owner, "?limit=7").json().has("next")).isTrue();
  }

  @Test
  void anEntryIsReadOnce() {
    events.publish(Events.sealed(owner, "one"));
    events.publish(Events.sealed(owner, "two"));
    String entry = service.inboxOf(owner, 2).at("/items/0/id").asText();

    Answer read = service.read(owner, entry);
    String readAt = service.clock().instant().toString();
    service.clock().advance(Duration.ofSeconds(1));
    Answer again = service.read(owner, entry);

    assertThat(read.status()).isEqualTo(204);
    assertThat(read.text()).isEmpty();
    assertThat(again.status()).isEqualTo(204);
    JsonNode inbox = service.inbox(owner).json();
    assertThat(inbox.get("unread").asInt()).isEqualTo(1);
    assertThat(inbox.at("/items/0/readAt").asText()).isEqualTo(readAt);
    assertThat(inbox.at("/items/1").has("readAt")).isFalse();
  }

  @Test
  void whatIsInSomebodyElsesInboxIsNotThere() {
    events.publish(Events.sealed(owner, "mine"));
    String entry = service.inboxOf(owner, 1).at("/items/0/id").asText();
    UUID other = Events.IDS.next();

    Answer theirs = service.read(other, entry);
    Answer nobodys = service.read(owner, UUID.randomUUID().toString());
    Answer noId = service.read(owner, "1");

    for (Answer answer : List.of(theirs, nobodys, noId)) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.problem()).isEqualTo("no-such-entry");
    }
    assertThat(service.inbox(other).json().get("items")).isEmpty();
    assertThat(service.inbox(owner).json().get("unread").asInt()).isEqualTo(1);
  }

  @Test
  void aFullInboxGivesUpItsOldestEntries() {
    for (int i = 1; i <= 15; i++) {
      events.publish(Events.sealed(owner, "paper " + i));
    }
    await()
        .untilAsserted(
            () -> {
              List<String> titles = service.inbox(owner).json().findValuesAsText("title");
              assertThat(titles).hasSize(12).startsWith("paper 15").endsWith("paper 4");
            });
  }

  @Test
  void onlyAGenuineTokenForThisServiceOpensAnInbox() {
    List<String> bad =
        List.of(
            Signer.token(owner, service.clock().instant().minus(Duration.ofMinutes(11))),
            Signer.tokenFor("paper-service", owner, service.clock().instant()),
            Signer.forged(owner, service.clock().instant()),
            unsigned(owner),
            "rpg_guest",
            "x");
    for (String token : bad) {
      assertThat(service.send("GET", "/api/inbox", token).status()).isEqualTo(401);
      Answer read = service.send("POST", "/api/inbox/" + UUID.randomUUID() + "/read", token);
      assertThat(read.status()).isEqualTo(401);
      assertThat(read.problem()).isEqualTo("invalid-token");
    }
    Answer anonymous = service.send("GET", "/api/inbox", null);
    assertThat(anonymous.status()).isEqualTo(401);
    assertThat(anonymous.problem()).isEqualTo("sign-in-required");
    assertThat(service.send("POST", "/api/inbox/" + UUID.randomUUID() + "/read", null).status())
        .isEqualTo(401);
  }

  private static String unsigned(UUID person) {
    String[] parts = Signer.token(person, service.clock().instant()).split("\\.");
    return "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0." + parts[1] + ".";
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "101", "ten", "1e1", "", "99999999999", "%EF%BC%95", "1%00"})
  void aBadLimitIsRefused(String limit) {
    Answer answer = service.inbox(owner, "?limit=" + limit);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "AAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAAAAAAAAAAAAA%3D%3D",
        "%00",
        "..%2F",
        "!!!!!!!!!!!!!!!!!!!!!!"
      })
  void aBadCursorIsRefused(String cursor) {
    Answer answer = service.inbox(owner, "?cursor=" + cursor);
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void thereIsNothingElse() {
    String token = service.token(owner);
    assertThat(service.send("DELETE", "/api/inbox", token).status()).isEqualTo(405);
    assertThat(service.send("GET", "/api/inbox/x", token).status()).isEqualTo(404);
    assertThat(service.send("GET", "/metrics", token).status()).isEqualTo(404);
  }
}
