package app.rollingpaper.notification.mail;

import java.net.URI;

/**
 * A paper whose recipient has thanked everybody, as others have described it: nothing in it has been made fit for a mail.
 *
 * @param title the paper's
 * @param senderName who thanks
 * @param readerName who is thanked
 * @param readerEmail where the mail goes
 * @param locale {@code ko} or {@code en}
 * @param url where the paper is read
 */
public record ThankedPaper(
    String title,
    String senderName,
    String readerName,
    String readerEmail,
    String locale,
    URI url) {
  @Override
  public String toString() {
    return "ThankedPaper";
  }
}
