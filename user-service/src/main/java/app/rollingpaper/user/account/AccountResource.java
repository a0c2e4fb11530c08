package app.rollingpaper.user.account;

import app.rollingpaper.common.auth.BearerFilter;
import app.rollingpaper.common.config.Secret;
import app.rollingpaper.common.http.Problem;
import app.rollingpaper.user.account.Accounts.Wish;
import app.rollingpaper.user.account.SignUp.Objection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signing up, and what one's own account says. */
@Path("/api/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class AccountResource {
  private final Accounts accounts;

  public AccountResource(Accounts accounts) {
    this.accounts = accounts;
  }

  record NewAccount(
      @NotNull String email,
      @NotNull Secret password,
      @NotNull String name,
      @Nullable @Pattern(regexp = "ko|en", message = "must be ko or en") String locale) {}

  @POST
  public Response signUp(
      @NotNull NewAccount wanted,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @HeaderParam("Accept-Language") @Nullable String accepted) {
    if (key != null && !key.matches("[\\x21-\\x7E]{1,64}")) {
      return invalid(
          List.of(new Objection("Idempotency-Key", "must be 1 to 64 visible ASCII characters")));
    }
    Wish wish =
        new Wish(
            wanted.email(),
            wanted.password().reveal(),
            wanted.name(),
            language(wanted.locale(), accepted),
            key);
    return switch (accounts.signUp(wish)) {
      case SignUp.SignedUp(Account account) ->
          Response.status(201).entity(AccountView.of(account)).build();
      case SignUp.EmailTaken _ ->
          new Problem("email-taken", 409, "There is an account with this e-mail address already.")
              .response();
      case SignUp.Unacceptable(List<Objection> objections) -> invalid(objections);
      case SignUp.Busy _ -> busy();
    };
  }

  @GET
  @Path("me")
  public Response me(@Context SecurityContext security) {
    AccountId id = new AccountId(BearerFilter.requireUser(security).id());
    return accounts
        .find(id)
        .map(account -> Response.ok(AccountView.of(account)).build())
        .orElseGet(
            () ->
                new Problem("invalid-token", 401, "This sign-in has ended or is not valid.")
                    .response());
  }

  private static Language language(@Nullable String wanted, @Nullable String accepted) {
    if (wanted != null) {
      return Language.of(wanted).orElse(Language.ENGLISH);
    }
    return accepted == null ? Language.ENGLISH : Language.preferred(accepted);
  }

  private static Response invalid(List<Objection> errors) {
    return new Problem("invalid", 400, "Some fields are not right.")
        .with("errors", errors)
        .response();
  }

  /** The answer when passwords come in faster than they can be hashed. */
  public static Response busy() {
    return new Problem(
            "busy", 503, "Many people are signing in right now. Please try again in a moment.")
        .with("retryAfter", 1)
        .response();
  }
}
