package app.rollingpaper.paper.guest;

import app.rollingpaper.common.auth.BearerFilter;
import app.rollingpaper.common.http.Problem;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import app.rollingpaper.paper.access.RequestKey;
import app.rollingpaper.paper.access.Role;
import app.rollingpaper.paper.ledger.Graphemes;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a link's secret is looked at and exchanged. Needs no account: the secret is what lets people in. */
@Path("/api/papers/{paper}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class GuestResource {
  private final Guests guests;

  public GuestResource(Guests guests) {
    this.guests = guests;
  }

  /** The secret of a link: what stands behind the {@code #} of its address. */
  public record PreviewRequest(@NotNull @Size(min = 1, max = 128) String secret) {}

  /** What one may know before coming in. */
  public record PreviewAnswer(
      String title,
      String recipientName,
      String occasion,
      String theme,
      PaperState state,
      LinkKind kind,
      boolean anonymous) {}

  /** The secret of a link and the name to be shown, which may be left out where notes may be anonymous. */
  public record ArrivalRequest(
      @NotNull @Size(min = 1, max = 128) String secret,
      @Nullable @Graphemes(min = 1, max = 40, maxBytes = 400) String name) {}

  /** The session of a guest; {@code token} goes into the header {@code Authorization: Bearer}. */
  public record ArrivalAnswer(UUID id, String name, Role role, String token) {}

  @POST
  @Path("preview")
  public PreviewAnswer preview(@PathParam("paper") PaperId paper, PreviewRequest request) {
    return guests
        .preview(paper, request.secret())
        .map(
            preview ->
                new PreviewAnswer(
                    preview.paper().title(),
                    preview.paper().recipientName(),
                    preview.paper().occasion(),
                    preview.paper().theme(),
                    preview.paper().state(),
                    preview.kind(),
                    preview.paper().anonymous()))
        .orElseThrow(() -> noSuchLink().exception());
  }

  @POST
  @Path("guests")
  public Response arrive(
      @PathParam("paper") PaperId paper,
      @HeaderParam(RequestKey.HEADER) @Nullable RequestKey key,
      @Context SecurityContext security,
      ArrivalRequest request) {
    Guests.Arrival arrival =
        guests.arrive(
            paper,
            request.secret(),
            request.name() == null ? "" : request.name().strip(),
            BearerFilter.user(security).orElse(null),
            RequestKey.value(key));
    return switch (arrival) {
      case Guests.Arrival.CameIn in ->
          Response.status(201)
              .entity(
                  new ArrivalAnswer(
                      in.guest().id(), in.guest().name(), in.guest().role(), in.token()))
              .build();
      case Guests.Arrival.NoSuchLink _ -> noSuchLink().response();
      case Guests.Arrival.LinkEnded _ ->
          new Problem("link-ended", 410, "This link has ended. Ask whoever sent it for a new one.")
              .response();
      case Guests.Arrival.IsOwner _ ->
          new Problem("already-owner", 409, "This paper is yours; you need no link to it.")
              .response();
      case Guests.Arrival.NotOpen closed ->
          new Problem("wrong-state", 409, "The paper is " + closed.state().word() + ".")
              .with("state", closed.state().word())
              .response();
      case Guests.Arrival.IsRecipient _ ->
          new Problem(
                  "surprise", 403, "This paper is for you. It will reach you at the right moment.")
              .response();
      case Guests.Arrival.IsRemoved _ ->
          new Problem("removed", 403, "The owner has taken you off this paper.").response();
      case Guests.Arrival.NeedsName _ ->
          new Problem("invalid", 400, "Some fields are not right.")
              .with("errors", List.of(Map.of("field", "name", "message", "must not be empty")))
              .response();
      case Guests.Arrival.TooMany many ->
          new Problem("too-many", 409, "The paper has as many guests as it can have.")
              .with("limit", many.limit())
              .response();
    };
  }

  private static Problem noSuchLink() {
    return new Problem(
        "not-found", 404, "This link leads nowhere. Ask whoever sent it for a new one.");
  }
}
