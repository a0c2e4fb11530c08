package app.rollingpaper.common.auth;

import app.rollingpaper.common.auth.TokenVerifier.Verification;
import app.rollingpaper.common.http.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out who calls from the header {@code Authorization: Bearer …}. Without the header the request goes on anonymously;
 * with a token that is not genuine it ends with 401, whatever it asked for.
 */
public final class BearerFilter implements ContainerRequestFilter {
  private static final String SCHEME = "bearer ";

  private final TokenVerifier tokens;
  private final Function<String, Optional<Principal>> otherTokens;

  public BearerFilter(TokenVerifier tokens) {
    this(tokens, token -> Optional.empty());
  }

  /** With tokens of another kind, which are asked first and recognise their own by its form. */
  public BearerFilter(TokenVerifier tokens, Function<String, Optional<Principal>> otherTokens) {
    this.tokens = tokens;
    this.otherTokens = otherTokens;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String header = request.getHeaderString("Authorization");
    if (header == null) {
      return;
    }
    if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw refused();
    }
    String token = header.substring(SCHEME.length()).strip();
    Principal principal =
        otherTokens
            .apply(token)
            .orElseGet(
                () ->
                    switch (tokens.verify(token)) {
                      case Verification.Verified verified -> verified.user();
                      case Verification.Refused _ -> throw refused();
                      case Verification.KeysUnavailable _ ->
                          throw new Problem(
                                  "keys-unavailable", 503, "Sign-ins cannot be checked right now.")
                              .with("retryAfter", 1)
                              .exception();
                    });
    request.setSecurityContext(new Caller(principal, request.getSecurityContext().isSecure()));
  }

  /** The signed-in account behind a request, if there is one. */
  public static Optional<User> user(SecurityContext security) {
    return security.getUserPrincipal() instanceof User user ? Optional.of(user) : Optional.empty();
  }

  /** The signed-in account behind a request, which otherwise ends with 401. */
  public static User requireUser(SecurityContext security) {
    return user(security)
        .orElseThrow(
            () -> new Problem("sign-in-required", 401, "Please sign in first.").exception());
  }

  private static RuntimeException refused() {
    return new Problem("invalid-token", 401, "This sign-in has ended or is not valid.").exception();
  }

  private record Caller(Principal principal, boolean secure) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
      return principal;
    }

    @Override
    public boolean isUserInRole(String role) {
      return false;
    }

    @Override
    public boolean isSecure() {
      return secure;
    }

    @Override
    public String getAuthenticationScheme() {
      return "Bearer";
    }
  }
}
