package app.rollingpaper.paper.access;

import app.rollingpaper.common.http.Problem;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The version of a resource in the headers {@code ETag} and {@code If-Match} (RFC 9110 §8.8.3, §13.1.1). */
public final class Versions {
  private static final Pattern FORM = Pattern.compile("\"(\\d{1,18})\"");

  private Versions() {}

  /** A version as an entity tag. */
  public static String tag(long version) {
    return "\"" + version + "\"";
  }

  /** The version that {@code If-Match} insists on; none without the header or with {@code *}. */
  public static OptionalLong expected(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return OptionalLong.empty();
    }
    Matcher matcher = FORM.matcher(ifMatch.strip());
    if (!matcher.matches()) {
      throw new Problem("invalid", 400, "If-Match must be one ETag as it was answered before.")
          .exception();
    }
    return OptionalLong.of(Long.parseLong(matcher.group(1)));
  }
}
