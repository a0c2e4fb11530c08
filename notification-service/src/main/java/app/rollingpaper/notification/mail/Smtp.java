package app.rollingpaper.notification.mail;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** The way out to a mail server. Thread-safe. */
final class Smtp {
  private final Mailer mailer;
  private final String from;

  /**
   * @throws IllegalArgumentException when the address of the server is not one
   */
  Smtp(MailConfig config) {
    URI url = URI.create(config.url().reveal());
    TransportStrategy strategy =
        switch (String.valueOf(url.getScheme())) {
          case "smtp" -> TransportStrategy.SMTP;
          case "smtps" -> TransportStrategy.SMTPS;
          default -> throw new IllegalArgumentException("mail.url: must begin with smtp:// or smtps://");
        };
    if (url.getHost() == null) {
      throw new IllegalArgumentException("mail.url: names no host");
    }
    int port = url.getPort() > 0 ? url.getPort() : strategy == TransportStrategy.SMTPS ? 465 : 25;
    from = config.from();
    mailer =
        MailerBuilder.withSMTPServer(url.getHost(), port, credential(url, 0), credential(url, 1))
            .withTransportStrategy(strategy)
            .withSessionTimeout((int) config.timeout().toMillis())
            // The server decides what an address is; a name such as localhost is one here.
            .clearEmailValidator()
            .buildMailer();
  }

  private static @Nullable String credential(URI url, int index) {
    String userInfo = url.getRawUserInfo();
    if (userInfo == null) {
      return null;
    }
    String[] parts = userInfo.split(":", 2);
    return index < parts.length ? URLDecoder.decode(parts[index], StandardCharsets.UTF_8) : null;
  }

  /**
   * Hands a mail over. Its Message-ID follows from its id, so that a mail that is sent twice is recognised as one.
   *
   * @throws RuntimeException when the server did not take it
   */
  void send(Mail mail) {
    Email email =
        EmailBuilder.startingBlank()
            .from(from)
            .to(mail.name(), mail.address())
            .withSubject(mail.letter().subject())
            .withPlainText(mail.letter().plain())
            .withHTMLText(mail.letter().html())
            .fixingMessageId("<" + mail.id() + "@" + domain() + ">")
            .withHeader("Auto-Submitted", "auto-generated")
            .buildEmail();
    mailer.sendMail(email).join();
  }

  private String domain() {
    return from.replaceAll("^.*@", "").replaceAll("[>\\s].*$", "");
  }
}
