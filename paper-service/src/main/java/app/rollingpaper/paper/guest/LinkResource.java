package app.rollingpaper.paper.guest;

import app.rollingpaper.common.http.Problem;
import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.Guard;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.RequestKey;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The links of a paper, for its owner. */
@Path("/api/papers/{paper}/links")
@Produces(MediaType.APPLICATION_JSON)
public final class LinkResource {
  private final Guard guard;
  private final Links links;

  public LinkResource(Guard guard, Links links) {
    this.guard = guard;
    this.links = links;
  }

  /** Which link is wanted. */
  public record Request(
      @NotNull LinkKind kind,
      @Nullable @Min(1) @Max(100_000) Integer maxUses,
      @Nullable Instant expiresAt) {}

  /** A link; whoever has its {@code url} can come in. A link that was made with another key has none to be shown. */
  public record Answer(
      UUID id,
      LinkKind kind,
      @Nullable Integer maxUses,
      int uses,
      @Nullable Instant expiresAt,
      @Nullable Instant closedAt,
      Instant createdAt,
      @Nullable URI url) {
    static Answer of(Links.Issued issued) {
      Link link = issued.link();
      return new Answer(
          link.id(),
          link.kind(),
          link.maxUses(),
          link.uses(),
          link.expiresAt(),
          link.closedAt(),
          link.createdAt(),
          issued.url());
    }
  }

  /** All links of a paper, oldest first. */
  public record Answers(List<Answer> items) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response issue(
      @PathParam("paper") PaperId paper,
      @HeaderParam(RequestKey.HEADER) @Nullable RequestKey key,
      @Context SecurityContext security,
      Request request) {
    Member owner = guard.require(paper, security.getUserPrincipal(), Action.MANAGE);
    Links.Issue issue =
        links.issue(
            paper,
            owner.state(),
            request.kind(),
            request.maxUses(),
            request.expiresAt(),
            RequestKey.value(key));
    return switch (issue) {
      case Links.Issue.Made made -> Response.status(201).entity(Answer.of(made.link())).build();
      case Links.Issue.KeyReused _ ->
          new Problem("already-used", 422, "This key was used before for something else.")
              .response();
      case Links.Issue.WrongState wrong ->
          new Problem(
                  "wrong-state",
                  409,
                  "There is no such link for a paper that is " + wrong.state().word() + ".")
              .with("state", wrong.state().word())
              .response();
      case Links.Issue.TooMany many ->
          new Problem("too-many", 409, "The paper has as many links as it can have.")
              .with("limit", many.limit())
              .response();
    };
  }

  @GET
  public Answers all(@PathParam("paper") PaperId paper, @Context SecurityContext security) {
    guard.require(paper, security.getUserPrincipal(), Action.MANAGE);
    return new Answers(links.all(paper).stream().map(Answer::of).toList());
  }

  @DELETE
  @Path("{link}")
  public void close(
      @PathParam("paper") PaperId paper,
      @PathParam("link") UUID link,
      @Context SecurityContext security) {
    guard.require(paper, security.getUserPrincipal(), Action.MANAGE);
    if (!links.close(paper, link)) {
      throw new Problem("not-found", 404, "There is no such link.").exception();
    }
  }
}
