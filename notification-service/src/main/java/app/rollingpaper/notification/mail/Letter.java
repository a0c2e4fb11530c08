package app.rollingpaper.notification.mail;

/**
 * What a mail says, twice: for people who read text and for those who see HTML.
 *
 * @param subject one line
 */
public record Letter(String subject, String plain, String html) {}
