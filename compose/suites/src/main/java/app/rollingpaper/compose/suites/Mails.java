package app.rollingpaper.compose.suites;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mailbox as its API shows it: one entry for each Message-ID. Thread-safe. */
public final class Mails {
  private static final Pattern LINK =
      Pattern.compile("https?://[^\\s\"<>]+/p/[0-9a-f-]{36}#[A-Za-z0-9_-]+");

  private final Client mailbox;

  public Mails(String mailboxUrl) {
    this.mailbox = new Client(mailboxUrl);
  }

  /** A mail with both its forms. */
  public record Mail(
      String id, List<String> to, String from, String subject, String text, String html) {
    /** The link to the paper in the plain form. */
    public URI link() {
      Matcher link = LINK.matcher(text);
      if (!link.find()) {
        throw new AssertionError("no link to a paper in: " + text);
      }
      return URI.create(link.group());
    }
  }

  /** All mails to an address. */
  public List<Mail> to(String address) {
    List<Mail> mails = new ArrayList<>();
    for (JsonNode summary : get("/api/messages")) {
      if (recipients(summary).stream().anyMatch(recipient -> recipient.contains(address))) {
        JsonNode mail = get("/api/messages/" + summary.path("id").asText());
        mails.add(
            new Mail(
                mail.path("id").asText(),
                recipients(mail),
                mail.path("from").asText(),
                mail.path("subject").asText(),
                mail.path("text").asText(),
                mail.path("html").asText()));
      }
    }
    return mails;
  }

  /** The recipients of every mail there is, one list for each. */
  List<List<String>> recipients() {
    List<List<String>> all = new ArrayList<>();
    get("/api/messages").forEach(mail -> all.add(recipients(mail)));
    return all;
  }

  private static List<String> recipients(JsonNode mail) {
    List<String> recipients = new ArrayList<>();
    mail.path("to").forEach(recipient -> recipients.add(recipient.asText()));
    return recipients;
  }

  private JsonNode get(String path) {
    try {
      return mailbox.get(path).send().expect(200).json();
    } catch (IOException silent) {
      throw new UncheckedIOException(silent);
    }
  }
}
