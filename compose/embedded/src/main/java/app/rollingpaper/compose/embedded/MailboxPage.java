package app.rollingpaper.compose.embedded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The mailbox in a browser ({@code /}, {@code /messages/ID}) and as JSON ({@code /api/messages}, {@code …/ID}). */
final class MailboxPage implements HttpHandler {
  private static final String MESSAGES = "/messages/";
  private static final String API = "/api/messages";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.25rem} a{color:inherit}
      li{list-style:none;border-bottom:1px solid #8884} ul{padding:0}
      li a{display:block;padding:.75rem .25rem;text-decoration:none} li a:hover,li a:focus{background:#8882}
      small{opacity:.75;display:block} iframe{width:100%;height:60vh;border:1px solid #8886;border-radius:8px;background:#fff}
      pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #8886;border-radius:8px;padding:1rem}
      """;

  private final MailFolder folder;
  private final Set<String> ownNames;

  MailboxPage(MailFolder folder, int port) {
    this.folder = folder;
    this.ownNames = Set.of("127.0.0.1:" + port, "localhost:" + port);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      // Mails hold secret links: a page of elsewhere must not read them by pointing a name of its
      // own at this address.
      if (!ownNames.contains(
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host")).orElse(""))) {
        answer(exchange, 403, "text/plain", "Only by the address 127.0.0.1 or localhost.\n");
      } else if (!"GET".equals(exchange.getRequestMethod())) {
        answer(exchange, 405, "text/plain", "Only GET.\n");
      } else {
        route(exchange, exchange.getRequestURI().getPath());
      }
    }
  }

  private void route(HttpExchange exchange, String path) throws IOException {
    if ("/".equals(path)) {
      answer(exchange, 200, "text/html", list());
    } else if (path.startsWith(MESSAGES)) {
      Optional<Mail> mail = folder.find(path.substring(MESSAGES.length()));
      answer(
          exchange,
          mail.isPresent() ? 200 : 404,
          "text/html",
          mail.map(MailboxPage::message).orElse("404"));
    } else if (API.equals(path)) {
      answer(
          exchange,
          200,
          "application/json",
          Json.write(folder.all().stream().map(MailboxPage::summary).toList()));
    } else if (path.startsWith(API + "/")) {
      Optional<Mail> mail = folder.find(path.substring(API.length() + 1));
      answer(
          exchange,
          mail.isPresent() ? 200 : 404,
          "application/json",
          mail.map(found -> Json.write(whole(found))).orElse("{}"));
    } else {
      answer(exchange, 404, "text/plain", "404\n");
    }
  }

  private static Map<String, Object> summary(Mail mail) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", mail.id());
    fields.put("to", mail.to());
    fields.put("from", mail.from());
    fields.put("subject", mail.subject());
    fields.put("receivedAt", mail.receivedAt());
    return fields;
  }

  private static Map<String, Object> whole(Mail mail) {
    Map<String, Object> fields = summary(mail);
    fields.put("text", mail.text());
    fields.put("html", mail.html());
    return fields;
  }

  private String list() {
    String items =
        folder.all().stream()
            .map(
                mail ->
                    "<li><a href=\""
                        + MESSAGES
                        + mail.id()
                        + "\"><strong>"
                        + escape(mail.subject())
                        + "</strong><small>→ "
                        + escape(String.join(", ", mail.to()))
                        + " · "
                        + TIME.format(mail.receivedAt())
                        + "</small></a></li>")
            .collect(Collectors.joining("\n"));
    return page(
        "Mailbox · 메일함",
        "<meta http-equiv=\"refresh\" content=\"5\">",
        "<h1>Mailbox · 메일함</h1>"
            + (items.isEmpty() ? "<p>No mail yet · 아직 메일이 없습니다</p>" : "<ul>" + items + "</ul>"));
  }

  private static String message(Mail mail) {
    String body =
        mail.html().isEmpty()
            ? ""
            : "<iframe title=\"HTML\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" srcdoc=\""
                + escape("<base target=\"_blank\">" + mail.html())
                + "\"></iframe>";
    String text = mail.text().isEmpty() ? "" : "<pre>" + linked(escape(mail.text())) + "</pre>";
    return page(
        mail.subject(),
        "",
        "<p><a href=\"/\">← Mailbox · 메일함</a></p><h1>"
            + escape(mail.subject())
            + "</h1><p><small>"
            + escape(mail.from())
            + " → "
            + escape(String.join(", ", mail.to()))
            + " · "
            + TIME.format(mail.receivedAt())
            + "</small></p>"
            + body
            + text);
  }

  private static String linked(String escaped) {
    return escaped.replaceAll(
        "https?://[^\\s<>\"]+", "<a href=\"$0\" target=\"_blank\" rel=\"noopener\">$0</a>");
  }

  private static String page(String title, String head, String body) {
    return "<!doctype html><html lang=\"und\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>"
        + escape(title)
        + "</title>"
        + head
        + "<style>"
        + STYLE
        + "</style></head><body>"
        + body
        + "</body></html>";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
