package app.rollingpaper.notification.mail;

import java.net.URI;

/**
 * A paper that its recipient may open now, as others have described it: nothing in it has been made fit for a mail.
 *
 * @param title the paper's
 * @param noteCount how many notes are on it
 * @param senderName who gives it
 * @param recipientName for whom it is
 * @param recipientEmail where the mail goes
 * @param locale {@code ko} or {@code en}
 * @param revealUrl opens the paper for whoever has it
 */
public record DeliveredPaper(
    String title,
    int noteCount,
    String senderName,
    String recipientName,
    String recipientEmail,
    String locale,
    URI revealUrl) {
  @Override
  public String toString() {
    return "DeliveredPaper";
  }
}
