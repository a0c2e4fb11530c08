package app.rollingpaper.notification.mail;

/** Makes words of people fit for a mail. */
public final class MailText {
  private MailText() {}

  /** One line without control characters, so that nobody writes headers of their own. */
  public static String line(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
  }

  /** One line as text inside HTML, in an element or in a quoted attribute. */
  public static String html(String text) {
    return line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
