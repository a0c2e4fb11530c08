package app.rollingpaper.paper.board;

import app.rollingpaper.common.auth.BearerFilter;
import app.rollingpaper.common.auth.User;
import app.rollingpaper.common.http.Problem;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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
import org.jspecify.annotations.Nullable;

/** Somebody's papers. */
@Path("/api/papers")
@Produces(MediaType.APPLICATION_JSON)
public final class PapersResource {
  private static final int MOST = 100;

  private final Papers papers;

  public PapersResource(Papers papers) {
    this.papers = papers;
  }

  /** A new paper. */
  public record NewPaper(
      @NotNull @Graphemes(min = 1, max = 80, maxBytes = 800) String title,
      @NotNull @Valid Recipient recipient,
      @NotNull Occasion occasion,
      @NotNull Theme theme,
      @NotNull ZoneId zone,
      @Nullable Boolean anonymous,
      @Nullable Instant closesAt,
      @Nullable Instant deliverAt) {}

  /** Somebody's papers, newest first. */
  public record Answers(List<PaperResource.Answer> items, @Nullable String next) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response open(
      @HeaderParam(RequestKey.HEADER) @Nullable RequestKey key,
      @Context SecurityContext security,
      NewPaper request) {
    User owner = BearerFilter.requireUser(security);
    Papers.Settings settings =
        new Papers.Settings(
            request.title(),
            request.recipient(),
            request.occasion(),
            request.theme(),
            request.zone(),
            Boolean.TRUE.equals(request.anonymous()),
            request.closesAt(),
            request.deliverAt());
    return switch (papers.open(owner, settings, RequestKey.value(key))) {
      case Papers.Opening.Opened opened ->
          Response.created(URI.create("/api/papers/" + opened.paper().id()))
              .header("ETag", Versions.tag(opened.paper().version()))
              .entity(PaperResource.Answer.of(opened.paper(), Role.OWNER))
              .build();
      case Papers.Opening.KeyReused _ ->
          new Problem("already-used", 422, "This key was used before for something else.")
              .response();
      case Papers.Opening.BadTimes bad -> PaperResource.badTimes(bad.field(), bad.message());
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
        page.papers().stream().map(paper -> PaperResource.Answer.of(paper, Role.OWNER)).toList(),
        page.next() == null ? null : page.next().cursor());
  }

  private static Position position(@Nullable String cursor) {
    try {
      return cursor == null ? Position.START : Position.of(cursor);
    } catch (IllegalArgumentException malformed) {
      throw new Problem("invalid", 400, "cursor must be one that was answered before.").exception();
    }
  }
}
