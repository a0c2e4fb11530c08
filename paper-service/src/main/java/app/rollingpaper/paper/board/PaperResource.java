package app.rollingpaper.paper.board;

import app.rollingpaper.common.http.Problem;
import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.Guard;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.Role;
import app.rollingpaper.paper.access.Versions;
import app.rollingpaper.paper.ledger.Graphemes;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One paper. */
@Path("/api/papers/{paper}")
@Produces(MediaType.APPLICATION_JSON)
public final class PaperResource {
  private final Guard guard;
  private final Papers papers;

  public PaperResource(Guard guard, Papers papers) {
    this.guard = guard;
    this.papers = papers;
  }

  /** Other settings; what is absent stays, and a time that is null is taken away. */
  public record PaperChange(
      @Nullable @Graphemes(min = 1, max = 80, maxBytes = 800) String title,
      @Nullable @Valid Recipient recipient,
      @Nullable Occasion occasion,
      @Nullable Theme theme,
      @Nullable ZoneId zone,
      @Nullable Boolean anonymous,
      @Nullable Optional<Instant> closesAt,
      @Nullable Optional<Instant> deliverAt) {}

  /** A paper as somebody sees it; the recipient's address is shown to the owner only. */
  public record Answer(
      PaperId id,
      String title,
      Recipient recipient,
      Occasion occasion,
      Theme theme,
      ZoneId zone,
      boolean anonymous,
      @Nullable Instant closesAt,
      @Nullable Instant deliverAt,
      String state,
      Role role,
      int noteCount,
      Instant createdAt,
      @Nullable Instant sealedAt,
      @Nullable Instant deliveredAt,
      long version) {
    public static Answer of(Paper paper, Role role) {
      Recipient recipient = paper.recipient();
      return new Answer(
          paper.id(),
          paper.title(),
          role == Role.OWNER
              ? recipient
              : new Recipient(recipient.name(), null, recipient.locale()),
          paper.occasion(),
          paper.theme(),
          paper.zone(),
          paper.anonymous(),
          paper.closesAt(),
          paper.deliverAt(),
          paper.state().word(),
          role,
          paper.noteCount(),
          paper.createdAt(),
          paper.sealedAt(),
          paper.deliveredAt(),
          paper.version());
    }
  }

  @GET
  public Response find(@PathParam("paper") PaperId id, @Context SecurityContext security) {
    Member member = guard.require(id, security.getUserPrincipal(), Action.SEE);
    return answer(papers.find(id), member.role());
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  public Response revise(
      @PathParam("paper") PaperId id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context SecurityContext security,
      PaperChange request) {
    guard.require(id, security.getUserPrincipal(), Action.MANAGE);
    Papers.Change change =
        new Papers.Change(
            request.title(),
            request.recipient(),
            request.occasion(),
            request.theme(),
            request.zone(),
            request.anonymous(),
            request.closesAt(),
            request.deliverAt());
    return switch (papers.revise(id, change, Versions.expected(ifMatch))) {
      case Papers.Revision.Revised revised -> answer(Optional.of(revised.paper()), Role.OWNER);
      case Papers.Revision.NoSuchPaper _ ->
          new Problem("not-found", 404, "There is no such paper.").response();
      case Papers.Revision.VersionConflict conflict ->
          new Problem("changed-since", 412, "The paper has been changed since you read it.")
              .with("version", conflict.version())
              .response();
      case Papers.Revision.WrongState wrong ->
          new Problem("wrong-state", 409, "The paper is " + wrong.state().word() + ".")
              .with("state", wrong.state().word())
              .response();
      case Papers.Revision.BadTimes bad -> badTimes(bad.field(), bad.message());
    };
  }

  static Response badTimes(String field, String message) {
    return new Problem("invalid", 400, "Some fields are not right.")
        .with("errors", List.of(Map.of("field", field, "message", message)))
        .response();
  }

  private static Response answer(Optional<Paper> found, Role role) {
    return found
        .map(
            paper ->
                Response.ok(Answer.of(paper, role))
                    .header("ETag", Versions.tag(paper.version()))
                    .build())
        .orElseGet(() -> new Problem("not-found", 404, "There is no such paper.").response());
  }
}
