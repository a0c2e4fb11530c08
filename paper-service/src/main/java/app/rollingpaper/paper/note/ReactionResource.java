package app.rollingpaper.paper.note;

import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.Guard;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.ledger.LedgerProblems;
import app.rollingpaper.paper.ledger.Mutation;
import app.rollingpaper.paper.ledger.NoteId;
import app.rollingpaper.paper.ledger.Outcome;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** What the recipient feels about a note. */
@Path("/api/papers/{paper}/notes/{note}/reaction")
@Produces(MediaType.APPLICATION_JSON)
public final class ReactionResource {
  private final Guard guard;
  private final Notes notes;

  public ReactionResource(Guard guard, Notes notes) {
    this.guard = guard;
    this.notes = notes;
  }

  /** One of a few. */
  public record Request(
      @NotNull
          @Pattern(regexp = Mutation.REACTIONS, message = "must be one of " + Mutation.REACTIONS)
          String reaction) {}

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public Response react(
      @PathParam("paper") PaperId paper,
      @PathParam("note") NoteId note,
      @Context SecurityContext security,
      Request request) {
    return answer(paper, note, security, request.reaction());
  }

  @DELETE
  public Response takeBack(
      @PathParam("paper") PaperId paper,
      @PathParam("note") NoteId note,
      @Context SecurityContext security) {
    return answer(paper, note, security, null);
  }

  private Response answer(
      PaperId paper, NoteId note, SecurityContext security, @Nullable String reaction) {
    Member recipient = guard.require(paper, security.getUserPrincipal(), Action.RESPOND);
    return switch (notes.react(recipient, note, reaction)) {
      case Outcome.Committed _ -> Response.noContent().build();
      case Outcome.Forbidden _ -> LedgerProblems.of(new Outcome.NoSuchNote(note)).response();
      case Outcome.Refused refused -> LedgerProblems.of(refused).response();
      case Outcome.NotYet notYet -> LedgerProblems.of(notYet).response();
    };
  }
}
