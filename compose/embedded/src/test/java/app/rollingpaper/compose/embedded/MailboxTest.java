package app.rollingpaper.compose.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MailboxTest {
  @TempDir Path directory;
  private Mailbox mailbox;

  @BeforeEach
  void start() {
    mailbox = new Mailbox(directory.resolve("mail"), 0, 0);
    mailbox.start();
  }

  @AfterEach
  void stop() {
    mailbox.close();
  }

  @Test
  @Tag("P12")
  void aMailArrivesWithBothItsBodies() throws Exception {
    send("<one@test>", "minji@example.com", "롤링페이퍼가 도착했어요 🎉");

    assertThat(mailbox.messages())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.to()).containsExactly("minji@example.com");
              assertThat(mail.from()).isEqualTo("rolling@example.com");
              assertThat(mail.subject()).isEqualTo("롤링페이퍼가 도착했어요 🎉");
              assertThat(mail.text()).contains("안녕");
              assertThat(mail.html()).contains("<b>안녕</b>");
            });
  }

  @Test
  void theSameMessageIdTwiceIsOneMail() throws Exception {
    send("<one@test>", "a@example.com", "first");
    send("<one@test>", "a@example.com", "first");
    send("<two@test>", "b@example.com", "second");
    assertThat(mailbox.messages())
        .extracting(Mail::subject)
        .containsExactlyInAnyOrder("first", "second");
  }

  @Test
  void mailsSurviveARestart() throws Exception {
    send("<one@test>", "a@example.com", "kept");
    mailbox.close();
    mailbox.start();
    assertThat(mailbox.messages()).extracting(Mail::subject).containsExactly("kept");
  }

  @Test
  void aMailCutShortIsNotKept() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), mailbox.smtpPort())) {
      socket
          .getOutputStream()
          .write(
              """
          HELO test\r
          MAIL FROM:<a@example.com>\r
          RCPT TO:<b@example.com>\r
          DATA\r
          Message-ID: <cut@test>\r
          Subject: half\r
          \r
          this is only the begin"""
                  .getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }
    assertThat(mailbox.messages()).isEmpty();
  }

  @Test
  void theInterfaceListsAndShowsMails() throws Exception {
    send("<one@test>", "a@example.com", "quote \" and <tag>");
    String id = mailbox.messages().getFirst().id();

    assertThat(get("/api/messages").body())
        .contains(
            "\"id\":\"" + id + "\"",
            "\"to\":[\"a@example.com\"]",
            "\"subject\":\"quote \\\" and <tag>\"");
    assertThat(get("/api/messages/" + id).body()).contains("\"html\":\"<b>안녕</b>", "\"text\":\"안녕");
    assertThat(get("/").body()).contains("quote &quot; and &lt;tag&gt;");
    assertThat(get("/messages/" + id).body()).contains("srcdoc=").doesNotContain("<tag>");
    assertThat(get("/api/messages/" + "0".repeat(64)).statusCode()).isEqualTo(404);
    assertThat(get("/api/messages/..%2Fsecret").statusCode()).isEqualTo(404);
  }

  @Test
  void aForeignHostNameIsRefused() throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(mailbox.webUrl()).getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /api/messages HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 403");
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(mailbox.webUrl() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private void send(String id, String to, String subject) throws MessagingException {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", Integer.toString(mailbox.smtpPort()));
    MimeMessage message =
        new MimeMessage(Session.getInstance(properties)) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    message.setFrom(new InternetAddress("rolling@example.com"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    message.setSubject(subject, "UTF-8");
    MimeBodyPart text = new MimeBodyPart();
    text.setText("안녕", "UTF-8");
    MimeBodyPart html = new MimeBodyPart();
    html.setContent("<b>안녕</b>", "text/html; charset=UTF-8");
    message.setContent(new MimeMultipart("alternative", text, html));
    Transport.send(message);
  }
}
