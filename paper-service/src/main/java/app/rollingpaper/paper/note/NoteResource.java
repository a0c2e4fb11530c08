package app.rollingpaper.paper.note;

import app.rollingpaper.common.http.Problem;
import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.Guard;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.RequestKey;
import app.rollingpaper.paper.access.Versions;
import app.rollingpaper.paper.ledger.Author;
import app.rollingpaper.paper.ledger.Graphemes;
import app.rollingpaper.paper.ledger.LedgerProblems;
import app.rollingpaper.paper.ledger.Mutation;
import app.rollingpaper.paper.ledger.Note;
import app.rollingpaper.paper.ledger.NoteId;
import app.rollingpaper.paper.ledger.Outcome;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
import java.time.Instant;
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

  /** A new note; only its text has to be given. */
  public record NewNote(
      @NotNull @Graphemes(min = 1, max = Mutation.TEXT, maxBytes = Mutation.TEXT_BYTES) String text,
      @Nullable @Pattern(regexp = Mutation.COLORS, message = "must be one of " + Mutation.COLORS)
          String color,
      @Nullable @Pattern(regexp = Mutation.FONTS, message = "must be one of " + Mutation.FONTS)
          String font,
      @Nullable @DecimalMin("0") @DecimalMax("1000") Double x,
      @Nullable @DecimalMin("0") @DecimalMax("100000") Double y,
      @Nullable @DecimalMin("80") @DecimalMax("1000") Double width,
      @Nullable @DecimalMin("-45") @DecimalMax("45") Double rotation,
      @Nullable @Pattern(regexp = "[0-9A-Za-z]{1,64}") String z) {}

  /** Other values for some properties of a note. */
  public record NoteChange(
      @Nullable @Graphemes(min = 1, max = Mutation.TEXT, maxBytes = Mutation.TEXT_BYTES)
          String text,
      @Nullable @Pattern(regexp = Mutation.COLORS, message = "must be one of " + Mutation.COLORS)
          String color,
      @Nullable @Pattern(regexp = Mutation.FONTS, message = "must be one of " + Mutation.FONTS)
          String font,
      @Nullable @DecimalMin("0") @DecimalMax("1000") Double x,
      @Nullable @DecimalMin("0") @DecimalMax("100000") Double y,
      @Nullable @DecimalMin("80") @DecimalMax("1000") Double width,
      @Nullable @DecimalMin("-45") @DecimalMax("45") Double rotation,
      @Nullable @Pattern(regexp = "[0-9A-Za-z]{1,64}") String z) {}

  /** A note as somebody sees it; {@code mine} says that the caller wrote it. */
  public record Answer(
      NoteId id,
      Author author,
      String text,
      String color,
      String font,
      double x,
      double y,
      double width,
      double rotation,
      String z,
      long version,
      Instant createdAt,
      Instant updatedAt,
      boolean mine) {
    static Answer of(Note note, Member reader) {
      return new Answer(
          note.id(),
          note.author(),
          note.text(),
          note.color(),
          note.font(),
          note.x(),
          note.y(),
          note.width(),
          note.rotation(),
          note.z(),
          note.version(),
          note.createdAt(),
          note.updatedAt(),
          note.author().id().equals(reader.author()));
    }
  }

  /** Notes in the order they were added; {@code seq} is the head of the ledger they are at least as new as. */
  public record Answers(List<Answer> items, @Nullable String next, long seq) {}

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
    Notes.Page page = notes.page(paper, position(cursor), limit);
    return new Answers(
        page.notes().stream().map(note -> Answer.of(note, reader)).toList(),
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
      NewNote request) {
    Member author = guard.require(paper, security.getUserPrincipal(), Action.WRITE);
    Notes.Draft draft =
        new Notes.Draft(
            request.text(),
            request.color(),
            request.font(),
            request.x(),
            request.y(),
            request.width(),
            request.rotation(),
            request.z());
    return switch (notes.add(author, draft, RequestKey.value(key))) {
      case Outcome.Committed done
          when done.op().mutations().getFirst() instanceof Mutation.Add added -> {
        Note note = notes.find(paper, added.note()).orElseThrow(NoteResource::gone);
        yield Response.created(URI.create("/api/papers/" + paper + "/notes/" + note.id()))
            .header("ETag", Versions.tag(note.version()))
            .entity(Answer.of(note, author))
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
    return answer(notes.find(paper, id).orElseThrow(NoteResource::gone), reader);
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
    Mutation.Change change =
        new Mutation.Change(
            id,
            request.text(),
            request.color(),
            request.font(),
            request.x(),
            request.y(),
            request.width(),
            request.rotation(),
            request.z());
    return switch (notes.change(author, change, Versions.expected(ifMatch))) {
      case Outcome.Committed _ ->
          answer(notes.find(paper, id).orElseThrow(NoteResource::gone), author);
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

  private static Response answer(Note note, Member reader) {
    return Response.ok(Answer.of(note, reader))
        .header("ETag", Versions.tag(note.version()))
        .build();
  }

  private static RuntimeException gone() {
    return new Problem("not-found", 404, "There is no such note, or it was deleted.").exception();
  }
}
