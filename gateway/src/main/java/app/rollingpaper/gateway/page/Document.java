package app.rollingpaper.gateway.page;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the page's HTML files, and what may run in it. */
record Document(Asset asset, String policy) {
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  /**
   * Nothing inline but the map of imports, nothing from elsewhere: a note that finds a way into the markup still cannot
   * run.
   */
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'%s",
          "style-src 'self'",
          "img-src 'self' data:",
          "font-src 'self'",
          "connect-src 'self'",
          "manifest-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types lit-html");

  static Document of(String name, String html) {
    StringBuilder allowed = new StringBuilder();
    Matcher map = IMPORT_MAP.matcher(html);
    while (map.find()) {
      byte[] digest = Asset.sha256(map.group(1).getBytes(StandardCharsets.UTF_8));
      allowed.append(" 'sha256-").append(Base64.getEncoder().encodeToString(digest)).append('\'');
    }
    return new Document(
        Asset.of(name, html.getBytes(StandardCharsets.UTF_8)), POLICY.formatted(allowed));
  }
}
