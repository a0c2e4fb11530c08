package app.rollingpaper.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.Mailbox;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.notification.mail.ScriptedSmtp;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the event to the recipient's mailbox. */
@Tag("P12")
@Tag("P08")
final class MailTest {
  private final UUID owner = Events.IDS.next();
  private final String address = "to-" + owner + "@example.org";
  private Events events;

  @TempDir Path directory;

  @BeforeEach
  void open() {
    events = new Events();
  }

  @AfterEach
  void close() {
    events.close();
  }

  private static MimeMessage parsed(String content) throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static String part(MimeMessage message, int index) throws Exception {
    return (String) ((MimeMultipart) message.getContent()).getBodyPart(index).getContent();
  }

  private static String type(MimeMessage message, int index) throws Exception {
    return ((MimeMultipart) message.getContent())
        .getBodyPart(index)
        .getContentType()
        .replaceAll("\\s+", " ");
  }

  private MimeMessage sent(ObjectNode event) throws Exception {
    try (ScriptedSmtp smtp = new ScriptedSmtp(0);
        RunningService _ = RunningService.start(Map.of("RP_MAIL_URL", smtp.url()))) {
      events.publish(event);
      await().until(() -> !smtp.accepted().isEmpty());
      return parsed(smtp.accepted().getFirst());
    }
  }

  @Test
  void theRecipientsMailboxHoldsTheLinkInBothLanguages() throws Exception {
    try (Mailbox mailbox = new Mailbox(directory, 0, 0)) {
      mailbox.start();
      try (RunningService service =
          RunningService.start(Map.of("RP_MAIL_URL", mailbox.smtpUrl()))) {
        ObjectNode korean = Events.delivered(owner, address, "ko");
        ObjectNode english = Events.delivered(owner, "en-" + address, "en");
        Events.data(english).put("title", "Farewell, Ann").put("senderName", "Bob");
        events.publish(korean);
        events.publish(english);
        await().until(() -> mailbox.messages().size() == 2);

        assertThat(mailbox.messages())
            .anySatisfy(
                mail -> {
                  assertThat(mail.to()).containsExactly("\"민준\" <" + address + ">");
                  assertThat(mail.subject()).isEqualTo("지우님이 롤링페이퍼를 보냈어요: 민준아, 생일 축하해! 🎂");
                  assertThat(mail.text()).contains("민준님께", Events.link(korean));
                  assertThat(mail.html()).contains("민준님께", "href=\"" + Events.link(korean) + "\"");
                })
            .anySatisfy(
                mail -> {
                  assertThat(mail.to()).containsExactly("\"민준\" <en-" + address + ">");
                  assertThat(mail.subject())
                      .isEqualTo("Bob has a rolling paper for you: Farewell, Ann");
                  assertThat(mail.text()).contains("Dear 민준,", Events.link(english));
                  assertThat(mail.html())
                      .contains("Open your paper", "href=\"" + Events.link(english) + "\"");
                });
        await()
            .until(
                () -> service.value("select count(*) from mail where state = 'SENT'").equals("2"));
        assertThat(service.value("select string_agg(mail::text, ' ') from mail"))
            .doesNotContain(address, "Farewell", "#", "민준");
      }
    }
  }

  @Test
  void headersSayWhatTheyShould() throws Exception {
    ObjectNode event = Events.delivered(owner, address, "ko");
    MimeMessage message = sent(event);

    assertThat(message.getMessageID()).matches("<[0-9a-f-]{36}@localhost>");
    assertThat(message.getHeader("From", null)).isEqualTo("Rolling Paper <paper@localhost>");
    assertThat(message.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
    assertThat(message.getHeader("Content-Language", null)).isEqualTo("ko");
    assertThat(message.getContentType()).startsWith("multipart/alternative");
    assertThat(type(message, 0)).isEqualTo("text/plain; charset=UTF-8");
    assertThat(type(message, 1)).isEqualTo("text/html; charset=UTF-8");
    assertThat(message.getSentDate().toInstant())
        .isEqualTo(new TestClock().instant().truncatedTo(ChronoUnit.SECONDS));
  }

  @Test
  void whatPeopleTypeCannotBecomeAHeaderOrMarkup() throws Exception {
    ObjectNode event = Events.delivered(owner, address, "ko");
    String hostile = "x\r\nBcc: all@example.org\r\n\r\n<script>alert('🎂')</script>\u202E";
    Events.data(event).put("title", hostile).put("senderName", hostile);
    Events.recipient(event).put("name", hostile);
    MimeMessage message = sent(event);

    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(message.getAllRecipients()).hasSize(1);
    assertThat(((InternetAddress) message.getAllRecipients()[0]).getAddress()).isEqualTo(address);
    assertThat(((InternetAddress) message.getAllRecipients()[0]).getPersonal())
        .isEqualTo("x Bcc: all@example.org <script>alert('🎂')</script>");
    assertThat(message.getSubject())
        .startsWith("x Bcc: all@example.org <script>")
        .doesNotContain("\n", "\u202E");
    assertThat(part(message, 1))
        .doesNotContain("<script>")
        .contains("&lt;script&gt;alert(&#39;🎂&#39;)");
    assertThat(part(message, 0)).contains(Events.link(event));
  }

  @Test
  void twoHundredSyllablesTravelWell() throws Exception {
    ObjectNode event = Events.delivered(owner, address, "ko");
    Events.data(event).put("title", "각".repeat(200)).put("senderName", "낙".repeat(200));
    Events.recipient(event).put("name", "닥".repeat(200));
    MimeMessage message = sent(event);

    assertThat(message.getSubject())
        .isEqualTo("낙".repeat(60) + "…님이 롤링페이퍼를 보냈어요: " + "각".repeat(60) + "…");
    assertThat(((InternetAddress) message.getAllRecipients()[0]).getPersonal())
        .isEqualTo("닥".repeat(60) + "…");
    for (String line : message.getHeader("Subject", null).split("\r?\n")) {
      assertThat(line.length()).isLessThanOrEqualTo(78);
    }
  }

  @Test
  @Tag("A01")
  void aMailServerThatWasAwayGetsEachMailOnce() throws Exception {
    ScriptedSmtp away = new ScriptedSmtp(0);
    int port = away.port();
    away.close();
    try (RunningService service =
        RunningService.start(Map.of("RP_MAIL_URL", "smtp://127.0.0.1:" + port))) {
      for (int i = 0; i < 10; i++) {
        ObjectNode event = Events.delivered(owner, i + "-" + address, "ko");
        events.publish(event);
        events.publish(event);
      }
      await()
          .until(() -> service.value("select count(*) from mail where attempts >= 3").equals("10"));
      assertThat(service.value("select distinct failure from mail where failure is not null"))
          .contains("Connect");
      await()
          .until(
              () ->
                  service
                      .admin("/metrics")
                      .text()
                      .contains("mail_backlog{state=\"waiting\"} 10.0"));
      try (ScriptedSmtp back = new ScriptedSmtp(port)) {
        await()
            .until(
                () -> service.value("select count(*) from mail where state = 'SENT'").equals("10"));
        List<String> ids = new ArrayList<>();
        for (String content : back.accepted()) {
          ids.add(parsed(content).getMessageID());
        }
        assertThat(ids).hasSize(10).doesNotHaveDuplicates();
      }
      assertThat(service.admin("/metrics").text())
          .contains("mail_sent_total 10.0", "mail_failed_total 0.0");
    }
  }

  @Test
  @Tag("A01")
  void severalInstancesShareTheWorkAndSendEachMailOnce() {
    TestDatabase database = RunningService.freshDatabase();
    try (ScriptedSmtp smtp = new ScriptedSmtp(0)) {
      Map<String, String> more = Map.of("RP_MAIL_URL", smtp.url(), "RP_MAIL_POLL_INTERVAL", "5ms");
      try (RunningService first = RunningService.start(database, new TestClock(), more);
          RunningService _ = RunningService.start(database, new TestClock(), more);
          RunningService _ = RunningService.start(database, new TestClock(), more)) {
        for (int i = 0; i < 40; i++) {
          events.publish(Events.delivered(owner, i + "-" + address, "en"));
        }
        await()
            .until(
                () -> first.value("select count(*) from mail where state = 'SENT'").equals("40"));
        assertThat(smtp.accepted()).hasSize(40);
      }
    }
  }

  @Test
  void aMailThatIsRefusedForGoodIsGivenUpShownAndSentWhenAskedFor() throws Exception {
    try (ScriptedSmtp smtp =
            new ScriptedSmtp(0).answer("RCPT", "550 5.1.1 no such mailbox " + address);
        RunningService service = RunningService.start(Map.of("RP_MAIL_URL", smtp.url()))) {
      ObjectNode event = Events.delivered(owner, address, "ko");
      events.publish(event);
      await().until(() -> service.value("select state from mail").equals("FAILED"));
      assertThat(service.value("select attempts || ' ' || failure from mail")).isEqualTo("1 550");
      await()
          .until(
              () ->
                  service.admin("/metrics").text().contains("mail_backlog{state=\"failed\"} 1.0"));
      assertThat(service.admin("/metrics").text()).contains("mail_failed_total 1.0");

      String listed = command(service, "failed-mail", "list");
      assertThat(listed).contains("reason=550").doesNotContain(address, Events.link(event));
      assertThat(command(service, "failed-mail", "retry")).startsWith("1 mails");
      await().until(() -> smtp.accepted().size() == 1);
      assertThat(smtp.accepted().getFirst()).contains("To: ");
      await().until(() -> service.value("select state from mail").equals("SENT"));
    }
  }

  @Test
  void aMailIsGivenUpAfterTheLastAttempt() {
    try (RunningService service = RunningService.start(Map.of("RP_MAIL_ATTEMPTS", "3"))) {
      events.publish(Events.delivered(owner, address, "ko"));
      await().until(() -> service.value("select state from mail").equals("FAILED"));
      assertThat(service.value("select attempts from mail")).isEqualTo("3");
    }
  }

  @Test
  void aServerThatPutsOffHangsUpOrFallsSilentIsAskedAgain() {
    try (ScriptedSmtp smtp =
            new ScriptedSmtp(0)
                .answer("greeting", "421 too busy")
                .answer("RCPT", "450 greylisted")
                .answer("content", "451 later", "hang up", "");
        RunningService service =
            RunningService.start(
                Map.of(
                    "RP_MAIL_URL",
                    smtp.url(),
                    "RP_MAIL_READ_TIMEOUT",
                    "300ms",
                    "RP_MAIL_SEND_TIMEOUT",
                    "1s"))) {
      events.publish(Events.delivered(owner, address, "ko"));
      await().until(() -> service.value("select state from mail").equals("SENT"));
      assertThat(smtp.accepted()).hasSize(1);
      assertThat(service.admin("/metrics").text()).contains("mail_postponed_total 5.0");
    }
  }

  @Test
  void anAddressThatIsNoneGetsNoMailAndTheOwnerIsToldAllTheSame() {
    try (RunningService service = RunningService.start(Map.of())) {
      List<String> bad =
          List.of(
              "",
              "x",
              "a@",
              "@example.org",
              "a@example.org\r\nBcc: b@example.org",
              "a b@example.org",
              "a@b@example.org",
              "a,b@example.org",
              "\"a\" <a@example.org>",
              "민준@example.org",
              "a@exa mple.org",
              "x".repeat(300) + "@example.org");
      for (String address : bad) {
        events.publish(Events.delivered(owner, address, "ko"));
      }
      events.publish(Events.delivered(owner, "a+b.c@예시.example", "ko"));
      events.publish(Events.delivered(owner));
      service.inboxOf(owner, bad.size() + 2);
      assertThat(service.value("select string_agg(address, ' ') from mail"))
          .isEqualTo("a+b.c@xn--vv4b11d.example");
    }
  }

  @Test
  @Tag("A01")
  void deadLettersAreListedAndReplayed() throws Exception {
    events.forgetDeadLetters();
    try (RunningService service = RunningService.start(Map.of())) {
      ObjectNode broken = Events.delivered(owner, address, "ko");
      Events.data(broken).put("revealUrl", "javascript:alert(1)");
      events.publish(broken);
      events.publish("paper.sealed.v1", "not JSON");
      await().until(() -> events.deadLetters() == 2);
      assertThat(service.value("select count(*) from inbox_entry")).isEqualTo("0");

      assertThat(command(service, "dead-letters", "list"))
          .contains(
              "type=paper.delivered.v1",
              "attempts=2",
              "IllegalArgumentException",
              "2 dead letters.")
          .doesNotContain(address);
      assertThat(command(service, "dead-letters", "replay")).startsWith("2 dead letters");
      await().until(() -> events.deadLetters() == 2);
      events.forgetDeadLetters();
      assertThat(command(service, "dead-letters", "list")).startsWith("0 dead letters.");
    }
  }

  @Test
  @Tag("A01")
  void aDeadLetterHasItsEffectOnceItCan() throws Exception {
    events.forgetDeadLetters();
    try (RunningService service = RunningService.start(Map.of())) {
      String blocked =
          "create function refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end'";
      service.run(
          blocked,
          "create trigger refuse before insert on mail for each row execute function refuse()");
      events.publish(Events.delivered(owner, address, "ko"));
      await().until(() -> events.deadLetters() == 1);
      assertThat(service.value("select count(*) from inbox_entry")).isEqualTo("0");
      service.run("drop trigger refuse on mail", "drop function refuse()");
      command(service, "dead-letters", "replay");
      service.inboxOf(owner, 1);
      assertThat(service.value("select count(*) from mail")).isEqualTo("1");
    }
  }

  private static String command(RunningService service, String... command) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      assertThat(
              new NotificationServer.NotificationService()
                  .run(List.of(command), service.config(), out))
          .isTrue();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
