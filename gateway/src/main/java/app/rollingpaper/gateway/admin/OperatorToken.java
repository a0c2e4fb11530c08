package app.rollingpaper.gateway.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What an operator shows before the gateway changes anything for them. Never printed. */
public final class OperatorToken {
  private static final String BEARER = "Bearer ";

  private final byte[] expected;

  private OperatorToken(String token) {
    this.expected = token.getBytes(StandardCharsets.UTF_8);
  }

  /** The token; an empty one fits nobody. */
  public static OperatorToken of(String token) {
    return new OperatorToken(token);
  }

  /** Whether there is a token that could be shown. */
  boolean isSet() {
    return expected.length > 0;
  }

  /** Whether an {@code Authorization} header shows it; takes as long when it nearly does. */
  boolean isShownBy(@Nullable String authorization) {
    return isSet()
        && authorization != null
        && authorization.startsWith(BEARER)
        && MessageDigest.isEqual(
            expected,
            authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return isSet() ? "[redacted]" : "[none]";
  }
}
