package app.rollingpaper.paper.board;

import app.rollingpaper.common.http.Problem;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The outside of a paper, for whoever knows its address: nothing of what is inside, not how many wrote, not its title.
 * Before the delivery there is no link for the recipient that could be asked for instead.
 */
@Path("/api/papers/{paper}/envelope")
@Produces(MediaType.APPLICATION_JSON)
public final class EnvelopeResource {
  private final Papers papers;

  public EnvelopeResource(Papers papers) {
    this.papers = papers;
  }

  /** What stands on the envelope. */
  public record Envelope(
      String recipientName,
      Occasion occasion,
      Theme theme,
      PaperState state,
      @Nullable Instant deliverAt,
      ZoneId zone) {}

  @GET
  public Envelope find(@PathParam("paper") PaperId id) {
    return papers
        .find(id)
        .filter(paper -> paper.state() != PaperState.CANCELLED)
        .map(
            paper ->
                new Envelope(
                    paper.recipient().name(),
                    paper.occasion(),
                    paper.theme(),
                    paper.state(),
                    paper.deliverAt(),
                    paper.zone()))
        .orElseThrow(() -> new Problem("not-found", 404, "There is no such paper.").exception());
  }
}
