package app.rollingpaper.paper.board;

import app.rollingpaper.common.auth.BearerFilter;
import app.rollingpaper.common.auth.User;
import app.rollingpaper.common.http.Problem;
import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.Guard;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.RequestKey;
import app.rollingpaper.paper.access.Role;
import app.rollingpaper.paper.access.Versions;
import app.rollingpaper.paper.ledger.Graphemes;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
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
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Papers themselves. */
@Path("/api/papers")
@Produces(MediaType.APPLICATION_JSON)
public final class PaperResource {
  private static final int MOST = 100;

  private final Guard guard;
  private final Papers papers;

  public PaperResource(Guard guard, Papers papers) {
    this.guard = guard;
    this.papers = papers;
  }

  /** A new paper. */
  public record NewPaper(
      @NotNull @Graphemes(min = 1, max = 80, maxBytes = 800) String title,
      @NotNull @Valid Recipient recipient,
      @NotNull Occasion occasion,
      @NotNull Theme theme,
      @NotNull ZoneId zone,
      @Nullable Instant closesAt,
      @Nullable Instant deliverAt) {}

  /** Other settings; what is absent stays, and a time that is null is taken away. */
  public record PaperChange(
      @Nullable @Graphemes(min = 1, max = 80, maxBytes = 800) String title,
      @Nullable @Valid Recipient recipient,
      @Nullable Occasion occasion,
      @Nullable Theme theme,
      @Nullable ZoneId zone,
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
          role == Role.OWNER ? recipient : new Recipient(recipient.name(), null, recipient.locale()),
          paper.occasion(),
          paper.theme(),
          paper.zone(),
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

  /** Somebody's papers, newest first. */
  public record Answers(List<Answer> items, @Nullable String next) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response open(
      @HeaderParam(RequestKey.HEADER) @Nullable RequestKey key, @Context SecurityContext security, NewPaper request) {
    User owner = BearerFilter.requireUser(security);
    Papers.Settings settings =
        new Papers.Settings(
            request.title(),
            request.recipient(),
            request.occasion(),
            request.theme(),
            request.zone(),
            request.closesAt(),
            request.deliverAt());
    return switch (papers.open(owner, settings, RequestKey.value(key))) {
      case Papers.Opening.Opened opened ->
          Response.created(URI.create("/api/papers/" + opened.paper().id()))
              .header("ETag", Versions.tag(opened.paper().version()))
              .entity(Answer.of(opened.paper(), Role.OWNER))
              .build();
      case Papers.Opening.KeyReused _ ->
          new Problem("already-used", 422, "This key was used before for something else.").response();
      case Papers.Opening.BadTimes bad -> badTimes(bad.field(), bad.message());
      case Papers.Opening.TooMany many ->
          new Problem("too-many", 409, "You have as many papers as you can have.")
              .with("limit", many.limit())
              .response();
    };
  }

  @GET
  public Answers mine(
      @Context SecurityContext security,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("20") int limit) {
    User owner = BearerFilter.requireUser(security);
    if (limit < 1 || limit > MOST) {
      throw new Problem("invalid", 400, "limit must be from 1 to " + MOST + ".").exception();
    }
    Papers.Page page = papers.page(owner, position(cursor), limit);
    return new Answers(
        page.papers().stream().map(paper -> Answer.of(paper, Role.OWNER)).toList(),
        page.next() == null ? null : page.next().cursor());
  }

  private static Position position(@Nullable String cursor) {
    try {
      return cursor == null ? Position.START : Position.of(cursor);
    } catch (IllegalArgumentException malformed) {
      throw new Problem("invalid", 400, "cursor must be one that was answered before.").exception();
    }
  }

  @GET
  @Path("{paper}")
  public Response find(@PathParam("paper") PaperId id, @Context SecurityContext security) {
    Member member = guard.require(id, security.getUserPrincipal(), Action.SEE);
    return answer(papers.find(id), member.role());
  }

  @PATCH
  @Path("{paper}")
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
            request.closesAt(),
            request.deliverAt());
    return switch (papers.revise(id, change, Versions.expected(ifMatch))) {
      case Papers.Revision.Revised revised -> answer(Optional.of(revised.paper()), Role.OWNER);
      case Papers.Revision.NoSuchPaper _ -> new Problem("not-found", 404, "There is no such paper.").response();
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

  private static Response badTimes(String field, String message) {
    return new Problem("invalid", 400, "Some fields are not right.")
        .with("errors", List.of(Map.of("field", field, "message", message)))
        .response();
  }

  private static Response answer(Optional<Paper> found, Role role) {
    return found
        .map(
            paper ->
                Response.ok(Answer.of(paper, role)).header("ETag", Versions.tag(paper.version())).build())
        .orElseGet(() -> new Problem("not-found", 404, "There is no such paper.").response());
  }
}
