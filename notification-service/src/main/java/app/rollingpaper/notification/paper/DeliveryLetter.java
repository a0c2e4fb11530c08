package app.rollingpaper.notification.paper;

import app.rollingpaper.notification.mail.Letter;
import app.rollingpaper.notification.mail.MailText;
import java.net.URI;

/** The mail that brings a paper to its recipient, in Korean or English. */
final class DeliveryLetter {
  private DeliveryLetter() {}

  /** The words of one language; the places are filled by {@link String#formatted}. */
  private record Words(
      String language,
      String subject,
      String greeting,
      String message,
      String button,
      String note,
      String footer) {}

  private static final Words KOREAN =
      new Words(
          "ko",
          "%s님, 롤링페이퍼가 도착했어요",
          "%s님께",
          "%s님이 마음을 모아 만든 롤링페이퍼 “%s”이(가) 도착했어요. 쪽지 %d장이 기다리고 있어요.",
          "롤링페이퍼 열어 보기",
          "이 링크는 받는 분만을 위한 것이에요. 다른 사람에게 전달하지 마세요.",
          "롤링페이퍼에서 보냈어요.");

  private static final Words ENGLISH =
      new Words(
          "en",
          "%s, a paper full of notes has arrived for you",
          "Dear %s,",
          "%s gathered notes for you on “%s”. How many are waiting to be read: %d.",
          "Open your paper",
          "This link is meant for you alone. Please do not pass it on.",
          "Sent by Rolling Paper.");

  static Letter of(
      String locale, String recipient, String sender, String title, int notes, URI reveal) {
    Words words = locale.equals("ko") ? KOREAN : ENGLISH;
    String subject = MailText.line(words.subject().formatted(MailText.line(recipient)));
    String message = words.message().formatted(MailText.line(sender), MailText.line(title), notes);
    String plain =
        """
        %s

        %s

        %s:
        %s

        %s

        --
        %s
        """
            .formatted(
                words.greeting().formatted(MailText.line(recipient)),
                message,
                words.button(),
                reveal,
                words.note(),
                words.footer());
    String html =
        """
        <!doctype html>
        <html lang="%1$s">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%2$s</title></head>
        <body style="margin:0;background:#f6efe4;font-family:'Apple SD Gothic Neo','Noto Sans KR',Georgia,sans-serif">
        <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" style="background:#f6efe4">
        <tr><td align="center" style="padding:32px 16px">
          <table role="presentation" width="100%%" cellpadding="0" cellspacing="0"
                 style="max-width:480px;background:#fffdf8;border:1px solid #e7dcc8;border-radius:16px">
          <tr><td style="padding:36px 28px 8px;font-size:22px;line-height:1.5;color:#3b2f2a">%3$s</td></tr>
          <tr><td style="padding:8px 28px 24px;font-size:16px;line-height:1.7;color:#3b2f2a">%4$s</td></tr>
          <tr><td align="center" style="padding:0 28px 28px">
            <a href="%5$s" style="display:inline-block;padding:14px 28px;border-radius:999px;background:#8a3b2a;
               color:#ffffff;font-size:17px;text-decoration:none">%6$s</a></td></tr>
          <tr><td style="padding:0 28px 28px;font-size:13px;line-height:1.6;color:#6b5a50">%7$s</td></tr>
          </table>
          <p style="margin:20px 0 0;font-size:12px;color:#6b5a50">%8$s</p>
        </td></tr>
        </table>
        </body>
        </html>
        """
            .formatted(
                words.language(),
                MailText.html(subject),
                MailText.html(words.greeting().formatted(MailText.line(recipient))),
                MailText.html(message),
                MailText.html(reveal.toString()),
                MailText.html(words.button()),
                MailText.html(words.note()),
                MailText.html(words.footer()));
    return new Letter(subject, plain, html);
  }
}
