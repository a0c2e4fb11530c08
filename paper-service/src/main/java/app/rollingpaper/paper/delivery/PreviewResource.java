package app.rollingpaper.paper.delivery;

import app.rollingpaper.common.http.Problem;
import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.Guard;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.Role;
import app.rollingpaper.paper.board.PaperResource;
import app.rollingpaper.paper.board.Papers;
import app.rollingpaper.paper.ledger.NoteView;
import app.rollingpaper.paper.note.Notes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/** The paper as its recipient will get it, for the owner to look at before. */
@Path("/api/papers/{paper}")
@Produces(MediaType.APPLICATION_JSON)
public final class PreviewResource {
  private final Guard guard;
  private final Papers papers;
  private final Notes notes;

  public PreviewResource(Guard guard, Papers papers, Notes notes) {
    this.guard = guard;
    this.papers = papers;
    this.notes = notes;
  }

  /** Everything that the recipient can read. */
  public record Answer(PaperResource.Answer paper, List<NoteView> items) {}

  @GET
  @Path("preview")
  public Answer preview(@PathParam("paper") PaperId id, @Context SecurityContext security) {
    guard.require(id, security.getUserPrincipal(), Action.MANAGE);
    return papers
        .find(id)
        .map(
            paper ->
                new Answer(
                    PaperResource.Answer.of(paper, Role.RECIPIENT),
                    notes.forRecipient(id).stream().map(NoteView::of).toList()))
        .orElseThrow(() -> new Problem("not-found", 404, "There is no such paper.").exception());
  }
}
