package app.rollingpaper.compose.embedded;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The address of a PostgreSQL database with the account that opens it. */
public record DatabaseUrl(String jdbcUrl, String user, String password) {
  private static final String JDBC = "jdbc:";

  /**
   * Reads {@code postgresql://user:password@host:port/database?…} or the JDBC spelling of it, in which user and
   * password are parameters.
   */
  public static DatabaseUrl parse(String text) {
    URI uri = URI.create(text.startsWith(JDBC) ? text.substring(JDBC.length()) : text);
    if (uri.getHost() == null
        || !("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme()))) {
      throw new CannotStart(
          "Not a PostgreSQL address (postgresql://user:password@host:port/database): "
              + withoutPassword(text));
    }
    String user = "postgres";
    String password = "";
    if (uri.getRawUserInfo() != null) {
      String[] account = uri.getRawUserInfo().split(":", 2);
      user = decode(account[0]);
      password = account.length > 1 ? decode(account[1]) : "";
    }
    List<String> others = new ArrayList<>();
    for (String parameter :
        uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
      if (parameter.startsWith("user=")) {
        user = decode(parameter.substring("user=".length()));
      } else if (parameter.startsWith("password=")) {
        password = decode(parameter.substring("password=".length()));
      } else {
        others.add(parameter);
      }
    }
    String database =
        uri.getRawPath() == null || uri.getRawPath().length() < 2 ? "/postgres" : uri.getRawPath();
    String jdbcUrl =
        "jdbc:postgresql://"
            + uri.getHost()
            + ":"
            + (uri.getPort() < 0 ? 5432 : uri.getPort())
            + database
            + (others.isEmpty() ? "" : "?" + String.join("&", others));
    return new DatabaseUrl(jdbcUrl, user, password);
  }

  /** The same server and account, another database. */
  public DatabaseUrl database(String name) {
    return new DatabaseUrl(jdbcUrl.replaceFirst("(//[^/]+/)[^?]*", "$1" + name), user, password);
  }

  /** The same database opened by another account. */
  public DatabaseUrl as(String otherUser, String otherPassword) {
    return new DatabaseUrl(jdbcUrl, otherUser, otherPassword);
  }

  @Override
  public String toString() {
    return jdbcUrl + " as " + user;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String withoutPassword(String text) {
    return text.replaceAll(":[^:@/]*@", ":…@").replaceAll("password=[^&]*", "password=…");
  }
}
