package app.rollingpaper.user.session;

import app.rollingpaper.common.config.Secret;
import app.rollingpaper.common.http.Problem;
import app.rollingpaper.user.account.AccountResource;
import app.rollingpaper.user.account.AccountView;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Signing in, staying signed in, signing out. The refresh token travels in a cookie that no script can read. */
@Path("/api/sessions")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {
  static final String COOKIE = "__Host-session";

  private final Sessions sessions;

  public SessionResource(Sessions sessions) {
    this.sessions = sessions;
  }

  record SignInRequest(@NotNull String email, @NotNull Secret password) {}

  record SignedInView(String accessToken, Instant expiresAt, AccountView user) {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response signIn(@NotNull SignInRequest request) {
    return switch (sessions.signIn(request.email(), request.password().reveal())) {
      case SignIn.SignedIn(Credentials credentials) -> given(201, credentials);
      case SignIn.BadCredentials _ ->
          new Problem(
                  "bad-credentials",
                  401,
                  "The e-mail address and the password do not belong together.")
              .response();
      case SignIn.TooManyFailures(Duration retryAfter) -> tooManyFailures(retryAfter);
      case SignIn.Busy _ -> AccountResource.busy();
    };
  }

  @POST
  @Path("refresh")
  public Response refresh(@CookieParam(COOKIE) @Nullable String token) {
    if (token == null) {
      return ended();
    }
    return switch (sessions.refresh(token)) {
      case Refresh.Refreshed(Credentials credentials) -> given(200, credentials);
      case Refresh.Ended _ -> ended();
    };
  }

  @DELETE
  @Path("current")
  public Response signOut(@CookieParam(COOKIE) @Nullable String token) {
    if (token != null) {
      sessions.signOut(token);
    }
    return Response.noContent().header("Set-Cookie", cookie("", Duration.ZERO)).build();
  }

  private static Response given(int status, Credentials credentials) {
    SignedInView view =
        new SignedInView(
            credentials.access().text(),
            credentials.access().expiresAt(),
            AccountView.of(credentials.account()));
    return Response.status(status)
        .entity(view)
        .header("Set-Cookie", cookie(credentials.refresh().text(), credentials.refreshLifetime()))
        .build();
  }

  /** The answer when passwords are being guessed. */
  static Response tooManyFailures(Duration retryAfter) {
    return new Problem("too-many-attempts", 429, "Too many wrong passwords. Please wait a little.")
        .with("retryAfter", Math.toIntExact(retryAfter.plusMillis(999).toSeconds()))
        .response();
  }

  private static Response ended() {
    Response problem =
        new Problem("session-ended", 401, "This sign-in has ended. Please sign in again.")
            .response();
    return Response.fromResponse(problem).header("Set-Cookie", cookie("", Duration.ZERO)).build();
  }

  private static String cookie(String value, Duration lifetime) {
    return COOKIE
        + "="
        + value
        + "; Path=/; Max-Age="
        + lifetime.toSeconds()
        + "; HttpOnly; Secure; SameSite=Strict";
  }
}
