package app.rollingpaper.notification.mail;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the mail server: one connection for each message. Thread-safe. */
final class Smtp {
  private static final Logger log = LoggerFactory.getLogger(Smtp.class);
  private static final String CHARSET = "UTF-8";
  private static final int PERMANENT = 500;

  private final SmtpUrl server;
  private final InternetAddress from;
  private final String host;
  private final Session session;

  /**
   * Does not connect yet.
   *
   * @param host the part of message ids after the {@code @}, and how this machine introduces itself
   * @throws IllegalArgumentException naming the setting that is wrong
   */
  Smtp(MailConfig config, String host) {
    this.server = SmtpUrl.parse(config.url());
    this.from = sender(config.from());
    this.host = host;
    this.session = Session.getInstance(properties(config));
  }

  private static InternetAddress sender(String setting) {
    try {
      InternetAddress parsed = new InternetAddress(setting, true);
      parsed.validate();
      return new InternetAddress(parsed.getAddress(), parsed.getPersonal(), CHARSET);
    } catch (AddressException | UnsupportedEncodingException malformed) {
      throw new IllegalArgumentException(
          "mail.from: not an address such as Rolling Paper <paper@example.org>", malformed);
    }
  }

  private Properties properties(MailConfig config) {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", server.host());
    properties.put("mail.smtp.port", Integer.toString(server.port()));
    properties.put("mail.smtp.localhost", host);
    properties.put("mail.smtp.from", from.getAddress());
    properties.put("mail.smtp.auth", Boolean.toString(server.login().isPresent()));
    properties.put("mail.smtp.ssl.enable", Boolean.toString(server.tls()));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.starttls.enable", Boolean.toString(!server.tls()));
    properties.put("mail.smtp.starttls.required", Boolean.toString(server.mustEncrypt()));
    properties.put("mail.smtp.connectiontimeout", millis(config.connectTimeout()));
    properties.put("mail.smtp.timeout", millis(config.readTimeout()));
    properties.put("mail.smtp.writetimeout", millis(config.readTimeout()));
    // What the server says to the farewell changes nothing: it has the message by then.
    properties.put("mail.smtp.quitwait", "false");
    return properties;
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  /** Sends a mail. An interrupt ends the attempt. */
  Sending send(Mail mail) {
    try {
      MimeMessage message = message(mail);
      Transport transport = session.getTransport("smtp");
      try {
        if (server.login().isPresent()) {
          SmtpUrl.Login login = server.login().get();
          transport.connect(login.user(), login.password().reveal());
        } else {
          transport.connect();
        }
        transport.sendMessage(message, message.getAllRecipients());
        return new Sending.Accepted();
      } finally {
        close(transport);
      }
    } catch (AddressException unusable) {
      return new Sending.Refused("address");
    } catch (MessagingException failed) {
      return verdict(failed);
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException("every Java platform has UTF-8", impossible);
    }
  }

  private static void close(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException gone) {
      log.debug("event=smtp_close_failed cause={}", gone.toString());
    }
  }

  /** A lasting refusal of this recipient or this message; everything else may be the server's bad day or our settings. */
  private static Sending verdict(MessagingException failed) {
    String reason = failed.getClass().getSimpleName();
    Exception cause = failed;
    while (cause != null) {
      int code =
          switch (cause) {
            case SMTPAddressFailedException recipient -> recipient.getReturnCode();
            case SMTPSendFailedException content -> content.getReturnCode();
            default -> 0;
          };
      if (code >= PERMANENT) {
        return new Sending.Refused(Integer.toString(code));
      }
      reason = code > 0 ? Integer.toString(code) : cause.getClass().getSimpleName();
      cause = cause instanceof MessagingException outer ? outer.getNextException() : null;
    }
    return new Sending.Postponed(reason);
  }

  private MimeMessage message(Mail mail) throws MessagingException, UnsupportedEncodingException {
    MimeMessage message = new Numbered(session, "<" + mail.id() + "@" + host + ">");
    message.setFrom(from);
    InternetAddress recipient = new InternetAddress(mail.address(), true);
    recipient.setPersonal(mail.name(), CHARSET);
    message.setRecipient(RecipientType.TO, recipient);
    message.setSubject(mail.subject(), CHARSET);
    message.setSentDate(date(mail));
    message.setHeader("Content-Language", mail.language());
    // Which keeps holiday notes and other machines from answering (RFC 3834).
    message.setHeader("Auto-Submitted", "auto-generated");
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(mail.plain(), CHARSET, "plain");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(mail.html(), CHARSET, "html");
    message.setContent(new MimeMultipart("alternative", plain, html));
    message.saveChanges();
    return message;
  }

  @SuppressWarnings("JavaUtilDate") // Jakarta Mail knows no other.
  private static Date date(Mail mail) {
    return Date.from(mail.createdAt());
  }

  /** A message with an id of our choosing, so that a repeated one can be recognised as such. */
  private static final class Numbered extends MimeMessage {
    private final String id;

    Numbered(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
