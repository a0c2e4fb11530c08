package app.rollingpaper.paper.delivery;

import app.rollingpaper.common.http.Problem;
import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.Guard;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import app.rollingpaper.paper.access.Role;
import app.rollingpaper.paper.access.Versions;
import app.rollingpaper.paper.board.PaperResource;
import app.rollingpaper.paper.board.Papers;
import app.rollingpaper.paper.ledger.LedgerProblems;
import app.rollingpaper.paper.ledger.Outcome;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** The turns in a paper's life, for its owner. Safe to repeat: each is made once. */
@Path("/api/papers/{paper}")
@Produces(MediaType.APPLICATION_JSON)
public final class DeliveryResource {
  private final Guard guard;
  private final Deliveries deliveries;
  private final Papers papers;

  public DeliveryResource(Guard guard, Deliveries deliveries, Papers papers) {
    this.guard = guard;
    this.deliveries = deliveries;
    this.papers = papers;
  }

  @POST
  @Path("seal")
  public Response seal(@PathParam("paper") PaperId paper, @Context SecurityContext security) {
    return answer(paper, deliveries.seal(owner(paper, security)), PaperState.SEALED);
  }

  @POST
  @Path("deliver")
  public Response deliver(@PathParam("paper") PaperId paper, @Context SecurityContext security) {
    return answer(paper, deliveries.deliver(owner(paper, security)), PaperState.DELIVERED);
  }

  @POST
  @Path("cancel")
  public Response cancel(@PathParam("paper") PaperId paper, @Context SecurityContext security) {
    return answer(paper, deliveries.cancel(owner(paper, security)), PaperState.CANCELLED);
  }

  private Member owner(PaperId paper, SecurityContext security) {
    return guard.require(paper, security.getUserPrincipal(), Action.MANAGE);
  }

  private Response answer(PaperId id, Outcome outcome, PaperState wanted) {
    return switch (outcome) {
      case Outcome.Committed _ -> paper(id);
      case Outcome.WrongState wrong when wrong.state() == wanted -> paper(id);
      case Outcome.Refused refused -> LedgerProblems.of(refused).response();
      case Outcome.NotYet notYet -> LedgerProblems.of(notYet).response();
    };
  }

  private Response paper(PaperId id) {
    return papers
        .find(id)
        .map(
            paper ->
                Response.ok(PaperResource.Answer.of(paper, Role.OWNER))
                    .header("ETag", Versions.tag(paper.version()))
                    .build())
        .orElseGet(() -> new Problem("not-found", 404, "There is no such paper.").response());
  }
}
