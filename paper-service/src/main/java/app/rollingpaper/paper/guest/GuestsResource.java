package app.rollingpaper.paper.guest;

import app.rollingpaper.common.http.Problem;
import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.Guard;
import app.rollingpaper.paper.access.PaperId;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.UUID;

/** The guests of a paper, for its owner. */
@Path("/api/papers/{paper}")
@Produces(MediaType.APPLICATION_JSON)
public final class GuestsResource {
  private final Guard guard;
  private final Guests guests;

  public GuestsResource(Guard guard, Guests guests) {
    this.guard = guard;
    this.guests = guests;
  }

  /** All guests of a paper in the order they came. */
  public record Answers(List<Guests.Visitor> items) {}

  @GET
  @Path("guests")
  public Answers all(@PathParam("paper") PaperId paper, @Context SecurityContext security) {
    guard.require(paper, security.getUserPrincipal(), Action.MANAGE);
    return new Answers(guests.all(paper));
  }

  @DELETE
  @Path("guests/{guest}")
  public void remove(
      @PathParam("paper") PaperId paper,
      @PathParam("guest") UUID guest,
      @Context SecurityContext security) {
    guard.require(paper, security.getUserPrincipal(), Action.MANAGE);
    if (!guests.remove(paper, guest)) {
      throw new Problem("not-found", 404, "There is no such guest.").exception();
    }
  }
}
