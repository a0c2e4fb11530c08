package app.rollingpaper.paper.ledger;

import app.rollingpaper.common.http.Problem;
import app.rollingpaper.paper.access.Action;
import app.rollingpaper.paper.access.Guard;
import app.rollingpaper.paper.access.Member;
import app.rollingpaper.paper.access.PaperId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/** The ledger over plain HTTP, for clients without sockets: the same ops with the same guarantees. */
@Path("/api/papers/{paper}/ops")
@Produces(MediaType.APPLICATION_JSON)
public final class OpsResource {
  private static final int MOST = 512;

  private final Guard guard;
  private final Ledger ledger;

  public OpsResource(Guard guard, Ledger ledger) {
    this.guard = guard;
    this.ledger = ledger;
  }

  /** An op as a client sends it. */
  public record Request(
      @NotNull ClientId c,
      @Min(1) @Max(1L << 53) long n,
      @NotNull @Size(min = 1, max = 32) List<@NotNull @Valid Mutation> d) {}

  /** What became of it. */
  public record Answer(long seq, long n, boolean duplicate) {}

  /** An entry of the history. */
  public record Entry(ClientId c, long n, Author author, String at, List<Mutation> d) {}

  /** Entries in order; the first is {@code from}. */
  public record Entries(long epoch, long from, List<Entry> ops) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response submit(
      @PathParam("paper") PaperId paper, @Context SecurityContext security, Request request) {
    Member member = guard.require(paper, security.getUserPrincipal(), Action.WRITE);
    if (request.d().stream().anyMatch(Mutation.OfLife.class::isInstance)) {
      throw new Problem(
              "invalid", 400, "Sealing, delivering and cancelling have addresses of their own.")
          .exception();
    }
    Submission submission =
        new Submission(
            new Author(member.author(), member.name()),
            member.role(),
            request.c(),
            request.n(),
            request.d());
    return switch (LedgerProblems.await(ledger.submit(paper, submission))) {
      case Outcome.Committed done ->
          Response.ok(new Answer(done.op().seq(), done.op().n(), done.duplicate())).build();
      case Outcome.Refused refused -> LedgerProblems.of(refused).response();
      case Outcome.NotYet notYet -> LedgerProblems.of(notYet).response();
    };
  }

  @GET
  public Response since(
      @PathParam("paper") PaperId paper,
      @Context SecurityContext security,
      @QueryParam("since") @DefaultValue("") String since,
      @QueryParam("limit") @DefaultValue("200") int limit) {
    Member reader = guard.require(paper, security.getUserPrincipal(), Action.READ);
    if (limit < 1 || limit > MOST) {
      throw new Problem("invalid", 400, "limit must be from 1 to " + MOST + ".").exception();
    }
    long[] position = position(since);
    return switch (ledger.since(paper, reader.role(), position[0], position[1], limit)) {
      case Ledger.History.Entries entries ->
          Response.ok(
                  new Entries(
                      entries.epoch(),
                      entries.from(),
                      entries.ops().stream().map(OpsResource::entry).toList()))
              .build();
      case Ledger.History.OtherTimeline other ->
          new Problem(
                  "other-timeline",
                  410,
                  "That position is not one of this history. Read the notes anew.")
              .with("epoch", other.epoch())
              .with("head", other.head())
              .response();
    };
  }

  private static Entry entry(Op op) {
    return new Entry(op.client(), op.n(), op.author(), op.at().toString(), op.mutations());
  }

  /** {@code epoch:seq}; nothing is the beginning of the present timeline. */
  private long[] position(String since) {
    if (since.isEmpty()) {
      return new long[] {ledger.epoch(), 0};
    }
    try {
      int colon = since.indexOf(':');
      long epoch = Long.parseLong(since, 0, Math.max(colon, 0), 10);
      long seq = Long.parseLong(since, colon + 1, since.length(), 10);
      if (epoch >= 0 && seq >= 0) {
        return new long[] {epoch, seq};
      }
    } catch (NumberFormatException malformed) {
      // Answered below.
    }
    throw new Problem("invalid", 400, "since must be epoch:seq, as it was answered before.")
        .exception();
  }
}
