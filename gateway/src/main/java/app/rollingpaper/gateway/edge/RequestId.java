package app.rollingpaper.gateway.edge;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The name of one request in every log and answer. */
final class RequestId {
  static final String HEADER = "X-Request-Id";
  private static final int SHORTEST = 8;
  private static final int LONGEST = 64;

  private RequestId() {}

  /** The caller's own id when it is harmless to log and to pass on, otherwise a new one. */
  static String of(@Nullable String offered) {
    return offered != null && isSane(offered) ? offered : next();
  }

  private static boolean isSane(String id) {
    if (id.length() < SHORTEST || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char character = id.charAt(i);
      boolean sane =
          character >= 'a' && character <= 'z'
              || character >= 'A' && character <= 'Z'
              || character >= '0' && character <= '9'
              || character == '-';
      if (!sane) {
        return false;
      }
    }
    return true;
  }

  private static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
