package app.rollingpaper.notification.mail;

import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a mail says.
 *
 * @param language such as {@code ko}
 * @param subject one line
 * @param plain for readers of text
 * @param html for everybody else
 */
record Letter(String language, String subject, String plain, String html) {
  private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]+)}");
  private static final int NAME = 60;
  private static final int TITLE = 120;
  private static final int TITLE_IN_SUBJECT = 60;

  private static final String PLAIN =
      """
      {greeting}

      {message}
      {waiting}

          {title}

      {open}:
      {link}

      {secret}

      --
      {reason}
      """;

  /** Tables and inline styles only, because that is what mail programs agree on; nothing is fetched from elsewhere. */
  private static final String HTML =
      """
      <!DOCTYPE html>
      <html lang="{language}">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light">
      <title>{subject}</title>
      </head>
      <body style="margin:0;padding:0;background-color:#f4ecdf;">
      <div style="display:none;max-height:0;overflow:hidden;">{message} {waiting}</div>
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f4ecdf;">
      <tr><td align="center" style="padding:32px 12px;">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" \
      style="max-width:560px;background-color:#fffdf8;border-radius:16px;overflow:hidden;{font}">
      <tr><td>
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
      <td width="20%" height="10" style="background-color:#ffe08a;font-size:0;line-height:0;">&nbsp;</td>
      <td width="20%" height="10" style="background-color:#ffc9cf;font-size:0;line-height:0;">&nbsp;</td>
      <td width="20%" height="10" style="background-color:#bfe8cf;font-size:0;line-height:0;">&nbsp;</td>
      <td width="20%" height="10" style="background-color:#bfdcf5;font-size:0;line-height:0;">&nbsp;</td>
      <td width="20%" height="10" style="background-color:#d9cdf3;font-size:0;line-height:0;">&nbsp;</td>
      </tr></table>
      </td></tr>
      <tr><td style="padding:36px 32px 0 32px;font-size:17px;line-height:1.6;color:#3b3547;{wrap}">{greeting}</td></tr>
      <tr><td style="padding:12px 32px 0 32px;font-size:17px;line-height:1.6;color:#3b3547;{wrap}">{message}</td></tr>
      <tr><td style="padding:28px 32px 0 32px;">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" \
      style="background-color:#fff3cf;border-radius:12px;">
      <tr><td align="center" style="padding:28px 20px 10px 20px;">
      <h1 style="margin:0;font-size:25px;line-height:1.35;font-weight:700;color:#3b3547;{wrap}">{title}</h1>
      </td></tr>
      <tr><td align="center" style="padding:0 20px 28px 20px;font-size:15px;line-height:1.5;color:#6b5a2b;{wrap}">{waiting}</td></tr>
      </table>
      </td></tr>
      <tr><td align="center" style="padding:28px 32px 0 32px;">
      <table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>
      <td align="center" style="background-color:#4a3f78;border-radius:999px;">
      <a href="{link}" style="display:inline-block;padding:15px 36px;font-size:17px;font-weight:700;color:#ffffff;\
      text-decoration:none;{font}">{open}</a>
      </td></tr></table>
      </td></tr>
      <tr><td style="padding:28px 32px 0 32px;font-size:13px;line-height:1.6;color:#6d6778;{wrap}">{otherwise}<br>
      <a href="{link}" style="color:#4a3f78;word-break:break-all;">{link}</a></td></tr>
      <tr><td style="padding:12px 32px 32px 32px;font-size:13px;line-height:1.6;color:#6d6778;{wrap}">{secret}</td></tr>
      </table>
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;">
      <tr><td align="center" style="padding:18px 32px 0 32px;font-size:12px;line-height:1.6;color:#6d6459;{font}{wrap}">\
      {reason}<br>Rolling Paper · 롤링페이퍼</td></tr>
      </table>
      </td></tr>
      </table>
      </body>
      </html>
      """;

  private static final Map<String, String> STYLE =
      Map.of(
          "font",
          "font-family:'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',Helvetica,Arial,sans-serif;",
          "wrap",
          "word-break:keep-all;overflow-wrap:anywhere;");

  /** The letter that brings a recipient the paper. */
  static Letter of(DeliveredPaper paper) {
    Wording wording = Wording.of(paper.locale());
    Map<String, String> facts =
        Map.of(
            "title", Line.of(paper.title(), TITLE),
            "shortTitle", Line.of(paper.title(), TITLE_IN_SUBJECT),
            "sender", Line.of(paper.senderName(), NAME),
            "recipient", Line.of(paper.recipientName(), NAME),
            "count", Integer.toString(paper.noteCount()),
            "link", address(paper.revealUrl()),
            "language", wording.language());
    return of(wording, wording.texts(paper.noteCount()), facts);
  }

  /** The letter that passes a recipient's thanks on. */
  static Letter of(ThankedPaper paper) {
    Wording wording = Wording.of(paper.locale());
    Map<String, String> facts =
        Map.of(
            "title", Line.of(paper.title(), TITLE),
            "shortTitle", Line.of(paper.title(), TITLE_IN_SUBJECT),
            "sender", Line.of(paper.senderName(), NAME),
            "recipient", Line.of(paper.readerName(), NAME),
            "link", address(paper.url()),
            "language", wording.language());
    return of(wording, wording.thanks(), facts);
  }

  private static Letter of(Wording wording, Map<String, String> texts, Map<String, String> facts) {
    Map<String, String> said =
        texts.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, text -> fill(text.getValue(), facts)));
    Map<String, String> all = joined(facts, said);
    Map<String, String> escaped =
        all.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, text -> Line.html(text.getValue())));
    return new Letter(
        wording.language(),
        fill("{subject}", said),
        fill(PLAIN, all),
        fill(HTML, joined(STYLE, escaped)));
  }

  /** Only what a browser opens as a page. */
  private static String address(URI url) {
    if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())
        || url.getHost() == null) {
      throw new IllegalArgumentException("the link is not one of the web");
    }
    return url.toASCIIString();
  }

  /** Puts values into their places in one go, so that what looks like a place within a value is none. */
  private static String fill(String template, Map<String, String> values) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place -> {
              String value = values.get(place.group(1));
              if (value == null) {
                throw new IllegalStateException("nothing for " + place.group());
              }
              return Matcher.quoteReplacement(value);
            });
  }

  private static Map<String, String> joined(Map<String, String> some, Map<String, String> others) {
    return Stream.of(some, others)
        .flatMap(values -> values.entrySet().stream())
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
