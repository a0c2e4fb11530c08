package app.rollingpaper.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.common.config.Configuration;
import app.rollingpaper.common.config.InvalidConfiguration;
import app.rollingpaper.compose.embedded.Mail;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people are told, from an event in another service to their inbox and their mail. */
class NotificationServerTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private final RunningService service = RunningService.shared();

  private List<Mail> mailTo(String address) {
    return service.mailbox.messages().stream()
        .filter(
            mail ->
                mail.to().stream()
                    .anyMatch(to -> to.equals(address) || to.endsWith("<" + address + ">")))
        .toList();
  }

  private Mail awaitMail(String address) {
    await().atMost(SOON).until(() -> !mailTo(address).isEmpty());
    return mailTo(address).getFirst();
  }

  private static ObjectNode delivered(String name, String email, String locale) {
    ObjectNode data = RunningService.data("paper.delivered.v1");
    ObjectNode recipient = data.putObject("recipient").put("name", name).put("locale", locale);
    if (!email.isEmpty()) {
      recipient.put("email", email);
    }
    return data;
  }

  private static String address() {
    return "r" + UUID.randomUUID().toString().substring(0, 8) + "@example.org";
  }

  @Test
  @Tag("P12")
  void theRecipientGetsAMailWithTheLinkInTheirLanguage() {
    String korean = address();
    String english = address();
    ObjectNode data = delivered("민준", korean, "ko");
    service.tell("paper.delivered.v1", data);
    service.tell("paper.delivered.v1", delivered("Mina", english, "en"));

    Mail mail = awaitMail(korean);
    assertThat(mail.subject()).isEqualTo("민준님, 롤링페이퍼가 도착했어요");
    assertThat(mail.text()).contains(data.path("revealUrl").asText()).contains("민준아, 생일 축하해! 🎂");
    assertThat(mail.html())
        .contains("href=\"" + data.path("revealUrl").asText() + "\"")
        .contains("lang=\"ko\"");
    Mail other = awaitMail(english);
    assertThat(other.subject()).isEqualTo("Mina, a paper full of notes has arrived for you");
    assertThat(other.text()).contains("Dear Mina,").contains("23");
    assertThat(other.html()).contains("lang=\"en\"");
  }

  @Test
  @Tag("P12")
  void wordsOfPeopleCannotChangeTheMail() {
    String address = address();
    ObjectNode data = delivered("Mina\r\nBcc: all@example.org", address, "en");
    data.put(
        "title", "<script>alert(1)</script>\" onclick=\"x\" " + "가".repeat(60) + "👨‍👩‍👧‍👦");
    data.put("senderName", "<img src=x onerror=alert(1)>");
    service.tell("paper.delivered.v1", data);

    Mail mail = awaitMail(address);
    assertThat(mail.to()).hasSize(1);
    assertThat(mail.subject()).startsWith("Mina Bcc: all@example.org,").doesNotContain("\n");
    assertThat(mail.html())
        .doesNotContain("<script", "<img", "onclick=\"")
        .contains("&lt;script&gt;")
        .contains("가".repeat(60) + "👨‍👩‍👧‍👦");
    assertThat(mailTo("all@example.org")).isEmpty();
  }

  @Test
  @Tag("P12")
  void aMailWaitsForAServerThatIsAwayAndGoesOutOnce() {
    String address = address();
    service.mailbox.close();
    service.tell("paper.delivered.v1", delivered("민준", address, "ko"));
    Api admin = new Api(service.server.adminPort(), Map.of());
    await().atMost(SOON).until(() -> metric(admin, "mail_waiting") >= 1);
    service.mailbox.start();
    awaitMail(address);
    await().atMost(SOON).until(() -> metric(admin, "mail_waiting") == 0);
    assertThat(mailTo(address)).hasSize(1);
  }

  private static double metric(Api admin, String name) {
    return admin
        .text("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  @Test
  @Tag("P12")
  void withoutAnAddressNobodyGetsMailButTheOwnerIsTold() {
    int before = service.mailbox.messages().size();
    ObjectNode data = delivered("민준", "", "ko");
    UUID owner = UUID.fromString(data.path("ownerId").asText());
    service.tell("paper.delivered.v1", data);
    Api api = service.as(owner);
    await().atMost(SOON).until(() -> api.get("/api/inbox").body().path("items").size() == 1);
    assertThat(service.mailbox.messages()).hasSize(before);
  }

  @Test
  @Tag("P12")
  void ownersAndKnownRecipientsFindItInTheirInbox() {
    ObjectNode user = RunningService.data("user.registered.v1");
    UUID recipient = UUID.randomUUID();
    String address = address();
    user.put("userId", recipient.toString()).put("email", address);
    service.tell("user.registered.v1", user);
    ObjectNode sealed = RunningService.data("paper.sealed.v1");
    UUID owner = UUID.fromString(sealed.path("ownerId").asText());
    service.tell("paper.sealed.v1", sealed);
    ObjectNode delivered = delivered("민준", address.toUpperCase(java.util.Locale.ROOT), "ko");
    delivered.put("ownerId", owner.toString()).put("paperId", sealed.path("paperId").asText());
    service.tell("paper.delivered.v1", delivered);

    Api api = service.as(owner);
    await().atMost(SOON).until(() -> api.get("/api/inbox").body().path("items").size() == 2);
    Api.Answer inbox = api.get("/api/inbox");
    assertThat(inbox.body().at("/items/0/kind").asText()).isEqualTo("delivered");
    assertThat(inbox.body().at("/items/1/kind").asText()).isEqualTo("sealed");
    assertThat(inbox.body().path("unread").asInt()).isEqualTo(2);
    assertThat(inbox.body().toString()).doesNotContain("http", "#");

    String entry = inbox.body().at("/items/0/id").asText();
    assertThat(service.as(UUID.randomUUID()).post("/api/inbox/" + entry + "/read", "").status())
        .isEqualTo(404);
    assertThat(api.post("/api/inbox/" + entry + "/read", "").status()).isEqualTo(204);
    assertThat(api.post("/api/inbox/" + entry + "/read", "").status()).isEqualTo(204);
    assertThat(api.get("/api/inbox").body().path("unread").asInt()).isEqualTo(1);

    Api reader = service.as(recipient);
    await().atMost(SOON).until(() -> reader.get("/api/inbox").body().path("items").size() == 1);
    assertThat(reader.get("/api/inbox").body().at("/items/0/kind").asText()).isEqualTo("received");
  }

  @Test
  @Tag("P12")
  void anInboxIsReadInPages() {
    UUID owner = UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      service.tell(
          "paper.sealed.v1",
          RunningService.data("paper.sealed.v1")
              .put("ownerId", owner.toString())
              .put("title", "paper " + i));
    }
    Api api = service.as(owner);
    await().atMost(SOON).until(() -> api.get("/api/inbox").body().path("items").size() == 5);
    List<String> titles = new ArrayList<>();
    String next = "";
    for (int page = 0; page < 3; page++) {
      Api.Answer answer = api.get("/api/inbox?limit=2" + next);
      answer.body().path("items").forEach(item -> titles.add(item.path("title").asText()));
      next = "&cursor=" + answer.text("next");
    }
    assertThat(titles).hasSize(5).doesNotHaveDuplicates();
    for (String bad : List.of("?limit=0", "?limit=101", "?limit=x", "?cursor=x", "?cursor=%00")) {
      assertThat(api.get("/api/inbox" + bad).status()).as(bad).isEqualTo(400);
    }
    assertThat(api.post("/api/inbox/not-an-id/read", "").status()).isEqualTo(404);
  }

  @Test
  @Tag("P12")
  void anInboxIsOpenToItsOwnerOnly() {
    UUID user = UUID.randomUUID();
    assertThat(service.anonymous().get("/api/inbox").status()).isEqualTo(401);
    assertThat(service.anonymous().as("rpg_" + "A".repeat(43)).get("/api/inbox").status())
        .isEqualTo(401);
    app.rollingpaper.common.auth.User someone =
        new app.rollingpaper.common.auth.User(user, "a@example.org", "a", "ko");
    String elsewhere = service.tokens.of(someone, claims -> claims.audience("paper-service"));
    assertThat(service.anonymous().as(elsewhere).get("/api/inbox").status()).isEqualTo(401);
    String expired =
        service.tokens.of(someone, claims -> claims.expirationTime(new java.util.Date(0)));
    assertThat(service.anonymous().as(expired).get("/api/inbox").problem())
        .isEqualTo("invalid-token");
    assertThat(service.as(user).get("/api/inbox").status()).isEqualTo(200);
  }

  @Test
  @Tag("T10")
  void threeInstancesStartAtOnceOnAnEmptyDatabase() {
    TestDatabase database = TestPostgres.freshDatabase("notification", "notification_service");
    // Without a broker, so that they take no events from the others.
    List<CompletableFuture<NotificationServer>> starting =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> service.start(database, "amqp://app:none@127.0.0.1:1/default")))
            .toList();
    List<NotificationServer> instances = starting.stream().map(CompletableFuture::join).toList();
    try {
      for (NotificationServer instance : instances) {
        Api admin = new Api(instance.adminPort(), Map.of());
        await().atMost(SOON).until(() -> admin.get("/health/ready").status() == 200);
      }
    } finally {
      instances.forEach(NotificationServer::close);
    }
  }

  @Test
  @Tag("T01")
  void itsRoleReadsNoOtherServicesSchema() throws SQLException {
    TestDatabase database = TestPostgres.freshDatabase("notification", "notification_service");
    String url = database.jdbcUrl().replaceFirst("\\?.*", "");
    try (Connection admin =
            DriverManager.getConnection(
                url, TestPostgres.admin().user(), TestPostgres.admin().password());
        Statement statement = admin.createStatement()) {
      statement.execute("create schema paper");
      statement.execute("create table paper.note (id int)");
    }
    try (Connection own = DriverManager.getConnection(url, database.user(), database.password());
        Statement statement = own.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select * from paper.note"))
          .extracting(thrown -> ((SQLException) thrown).getSQLState())
          .isEqualTo("42501");
    }
  }

  @Test
  @Tag("T09")
  void theProductionProfileRefusesWhatIsFitForDevelopmentOnly() {
    assertThatThrownBy(
            () -> Configuration.read(Map.of("RP_PROFILE", "prod")).as(NotificationConfig.class))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("mail.url")
        .hasMessageContaining("mail.from")
        .hasMessageContaining("database.password")
        .hasMessageContaining("amqp.url");
  }
}
