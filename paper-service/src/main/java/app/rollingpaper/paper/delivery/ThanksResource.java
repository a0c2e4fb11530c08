package app.rollingpaper.paper.delivery;

import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.Guard;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.ledger.NoteBounds;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** The recipient's thanks, for everybody on the paper. */
@Path("/api/papers/{paper}/thanks")
@Produces(MediaType.APPLICATION_JSON)
public final class ThanksResource {
  private final Guard guard;
  private final Thanks thanks;

  public ThanksResource(Guard guard, Thanks thanks) {
    this.guard = guard;
    this.thanks = thanks;
  }

  /** What the recipient says; what was said before is replaced. */
  public record Request(@NotNull @NoteBounds.Text String text) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Thanks.Word say(
      @PathParam("paper") PaperId paper, @Context SecurityContext security, Request request) {
    Member recipient = guard.require(paper, security.getUserPrincipal(), Action.RESPOND);
    return thanks.say(recipient, request.text());
  }

  /** 204 while nothing has been said. */
  @GET
  public Response find(@PathParam("paper") PaperId paper, @Context SecurityContext security) {
    guard.require(paper, security.getUserPrincipal(), Action.READ);
    return thanks
        .find(paper)
        .map(word -> Response.ok(word).build())
        .orElseGet(() -> Response.noContent().build());
  }
}
