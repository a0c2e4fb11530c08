package app.rollingpaper.user.session;

import app.rollingpaper.common.auth.BearerFilter;
import app.rollingpaper.common.config.Secret;
import app.rollingpaper.common.http.Problem;
import app.rollingpaper.user.account.AccountId;
import app.rollingpaper.user.account.AccountResource;
import app.rollingpaper.user.account.PasswordChange;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One's own password. */
@Path("/api/users/me/password")
@Produces(MediaType.APPLICATION_JSON)
public final class PasswordResource {
  private final Sessions sessions;

  public PasswordResource(Sessions sessions) {
    this.sessions = sessions;
  }

  record Request(@NotNull Secret current, @NotNull Secret password) {}

  /** Changes it, and ends all sessions but the one whose cookie comes along. */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public Response change(
      @Context SecurityContext security,
      @CookieParam(SessionResource.COOKIE) @Nullable String token,
      @NotNull Request request) {
    AccountId account = new AccountId(BearerFilter.requireUser(security).id());
    return switch (sessions.changePassword(
        account, request.current().reveal(), request.password().reveal(), token)) {
      case PasswordChange.Changed _ -> Response.noContent().build();
      case PasswordChange.WrongPassword _ ->
          new Problem("wrong-password", 403, "That is not your present password.").response();
      case PasswordChange.Unacceptable(String objection) ->
          new Problem("invalid", 400, "Some fields are not right.")
              .with("errors", List.of(Map.of("field", "password", "message", objection)))
              .response();
      case PasswordChange.TooManyFailures(Duration retryAfter) ->
          SessionResource.tooManyFailures(retryAfter);
      case PasswordChange.Busy _ -> AccountResource.busy();
      case PasswordChange.NoAccount _ ->
          new Problem("invalid-token", 401, "This sign-in has ended or is not valid.").response();
    };
  }
}
