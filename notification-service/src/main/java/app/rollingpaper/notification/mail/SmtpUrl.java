package app.rollingpaper.notification.mail;

import app.rollingpaper.common.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The address of a mail server.
 *
 * @param tls from the first byte
 * @param host its name or address
 * @param port its port
 * @param login what to sign in with, where it asks for that
 */
record SmtpUrl(boolean tls, String host, int port, Optional<Login> login) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int RELAY_PORT = 25;
  private static final int SUBMISSION_PORT = 587;
  private static final int TLS_PORT = 465;

  /** A name and its password. */
  record Login(String user, Secret password) {}

  /**
   * Reads an address; {@code %} sequences in the name and the password are decoded.
   *
   * @throws IllegalArgumentException naming the setting, without its value
   */
  static SmtpUrl parse(Secret setting) {
    try {
      URI uri = new URI(setting.reveal());
      boolean tls = "smtps".equals(uri.getScheme());
      if (!tls && !"smtp".equals(uri.getScheme())
          || uri.getHost() == null
          || uri.getPath() != null && uri.getPath().length() > 1
          || uri.getQuery() != null) {
        throw malformed();
      }
      Optional<Login> login = Optional.ofNullable(uri.getRawUserInfo()).map(SmtpUrl::login);
      int usual = tls ? TLS_PORT : login.isPresent() ? SUBMISSION_PORT : RELAY_PORT;
      return new SmtpUrl(tls, uri.getHost(), uri.getPort() == -1 ? usual : uri.getPort(), login);
    } catch (URISyntaxException unreadable) {
      // Without the cause, whose text holds the password.
      throw malformed();
    }
  }

  private static Login login(String userInfo) {
    int colon = userInfo.indexOf(':');
    if (colon < 1) {
      throw malformed();
    }
    return new Login(
        decoded(userInfo.substring(0, colon)), new Secret(decoded(userInfo.substring(colon + 1))));
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "mail.url: not an address such as smtp://user:password@host:587");
  }

  /** Whether a password may be sent only after the connection is encrypted. */
  boolean mustEncrypt() {
    return !tls && login.isPresent() && !LOOPBACK.contains(host);
  }
}
