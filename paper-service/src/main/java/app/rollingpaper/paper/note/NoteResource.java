package app.rollingpaper.paper.note;

import app.rollingpaper.common.http.Problem;
import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.Guard;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.RequestKey;
import app.rollingpaper.paper.access.Versions;
import app.rollingpaper.paper.ledger.LedgerProblems;
import app.rollingpaper.paper.ledger.Mutation;
import app.rollingpaper.paper.ledger.Note;
import app.rollingpaper.paper.ledger.NoteBounds;
import app.rollingpaper.paper.ledger.NoteId;
import app.rollingpaper.paper.ledger.NoteView;
import app.rollingpaper.paper.ledger.Outcome;
import app.rollingpaper.paper.ledger.Sticker;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The notes of a paper. */
@Path("/api/papers/{paper}/notes")
@Produces(MediaType.APPLICATION_JSON)
public final class NoteResource {
  private static final int MOST = 500;

  private final Guard guard;
  private final Notes notes;

  public NoteResource(Guard guard, Notes notes) {
    this.guard = guard;
    this.notes = notes;
  }

  /** Other values for some properties of a note. */
  public record NoteChange(
      @Nullable @NoteBounds.Text String text,
      @Nullable @NoteBounds.Color String color,
      @Nullable @NoteBounds.Font String font,
      @Nullable @NoteBounds.Across Double x,
      @Nullable @NoteBounds.Down Double y,
      @Nullable @NoteBounds.Width Double width,
      @Nullable @NoteBounds.Rotation Double rotation,
      @Nullable @NoteBounds.Stacking String z,
      @Nullable @NoteBounds.Stickers List<@NotNull @Valid Sticker> stickers) {
    Mutation.Change of(NoteId note) {
      return new Mutation.Change(note, text, color, font, x, y, width, rotation, z, stickers);
    }
  }

  /** Notes in the order they were added; {@code seq} is the head of the ledger they are at least as new as. */
  public record Answers(List<NoteView> items, @Nullable String next, long seq) {}

  @GET
  public Answers page(
      @PathParam("paper") PaperId paper,
      @Context SecurityContext security,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("200") int limit) {
    Member reader = guard.require(paper, security.getUserPrincipal(), Action.READ);
    if (limit < 1 || limit > MOST) {
      throw new Problem("invalid", 400, "limit must be from 1 to " + MOST + ".").exception();
    }
    Notes.Page page = notes.page(reader, position(cursor), limit);
    return new Answers(
        page.notes().stream().map(note -> view(note, reader)).toList(),
        page.next() == null ? null : page.next().cursor(),
        page.seq());
  }

  private static Position position(@Nullable String cursor) {
    try {
      return cursor == null ? Position.START : Position.of(cursor);
    } catch (IllegalArgumentException malformed) {
      throw new Problem("invalid", 400, "cursor must be one that was answered before.").exception();
    }
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response add(
      @PathParam("paper") PaperId paper,
      @HeaderParam(RequestKey.HEADER) @Nullable RequestKey key,
      @Context SecurityContext security,
      Notes.@Valid Draft request) {
    Member author = guard.require(paper, security.getUserPrincipal(), Action.WRITE);
    return switch (notes.add(author, request, RequestKey.value(key))) {
      case Outcome.Committed done
          when done.op().mutations().getFirst() instanceof Mutation.Add added -> {
        Note note = notes.after(done, author, added.note()).orElseThrow(NoteResource::gone);
        yield Response.created(URI.create("/api/papers/" + paper + "/notes/" + note.id()))
            .header("ETag", Versions.tag(note.version()))
            .entity(view(note, author))
            .build();
      }
      case Outcome.Committed _ ->
          throw new IllegalStateException("an added note was committed as something else");
      case Outcome.Refused refused -> LedgerProblems.of(refused).response();
      case Outcome.NotYet notYet -> LedgerProblems.of(notYet).response();
    };
  }

  @GET
  @Path("{note}")
  public Response find(
      @PathParam("paper") PaperId paper,
      @PathParam("note") NoteId id,
      @Context SecurityContext security) {
    Member reader = guard.require(paper, security.getUserPrincipal(), Action.READ);
    return answer(notes.find(reader, id).orElseThrow(NoteResource::gone), reader);
  }

  @PATCH
  @Path("{note}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response change(
      @PathParam("paper") PaperId paper,
      @PathParam("note") NoteId id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context SecurityContext security,
      NoteChange request) {
    Member author = guard.require(paper, security.getUserPrincipal(), Action.WRITE);
    return switch (notes.change(author, request.of(id), Versions.expected(ifMatch))) {
      case Outcome.Committed done ->
          answer(notes.after(done, author, id).orElseThrow(NoteResource::gone), author);
      case Outcome.Refused refused -> LedgerProblems.of(refused).response();
      case Outcome.NotYet notYet -> LedgerProblems.of(notYet).response();
    };
  }

  @DELETE
  @Path("{note}")
  public Response delete(
      @PathParam("paper") PaperId paper,
      @PathParam("note") NoteId id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context SecurityContext security) {
    Member author = guard.require(paper, security.getUserPrincipal(), Action.WRITE);
    return switch (notes.delete(author, id, Versions.expected(ifMatch))) {
      case Outcome.Committed _ -> Response.noContent().build();
      case Outcome.Refused refused -> LedgerProblems.of(refused).response();
      case Outcome.NotYet notYet -> LedgerProblems.of(notYet).response();
    };
  }

  private static NoteView view(Note note, Member reader) {
    return NoteView.of(note, note.author().id().equals(reader.author()));
  }

  private static Response answer(Note note, Member reader) {
    return Response.ok(view(note, reader)).header("ETag", Versions.tag(note.version())).build();
  }

  private static RuntimeException gone() {
    return new Problem("not-found", 404, "There is no such note, or it was deleted.").exception();
  }
}
