package app.rollingpaper.notification.inbox;

import app.rollingpaper.common.auth.BearerFilter;
import app.rollingpaper.common.http.Problem;
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
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The inbox of whoever asks. */
@Path("/api/inbox")
@Produces(MediaType.APPLICATION_JSON)
public final class InboxResource {
  private static final int USUAL_LIMIT = 20;
  private static final int HIGHEST_LIMIT = 100;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Inbox inbox;

  public InboxResource(Inbox inbox) {
    this.inbox = inbox;
  }

  /** A page as the API shows it. */
  record PageBody(List<Entry> items, long unread, @Nullable String next) {}

  @GET
  public Response list(
      @Context SecurityContext security,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    UUID person = BearerFilter.requireUser(security).id();
    Inbox.Page page = inbox.page(person, cursor(cursor), limit(limit));
    return Response.ok(
            new PageBody(page.items(), page.unread(), page.next().map(Cursor::text).orElse(null)))
        .build();
  }

  @POST
  @Path("{entry}/read")
  public Response read(@Context SecurityContext security, @PathParam("entry") String entry) {
    UUID person = BearerFilter.requireUser(security).id();
    Inbox.Reading reading =
        ID.matcher(entry).matches()
            ? inbox.read(person, UUID.fromString(entry))
            : new Inbox.Reading.NoSuchEntry();
    return switch (reading) {
      case Inbox.Reading.Marked _ -> Response.noContent().build();
      case Inbox.Reading.NoSuchEntry _ ->
          new Problem("no-such-entry", 404, "There is no such entry in your inbox.").response();
    };
  }

  private static Optional<Cursor> cursor(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    Optional<Cursor> cursor = Cursor.parse(text);
    if (cursor.isEmpty()) {
      throw new Problem("bad-cursor", 400, "The cursor is not one that this inbox gave.")
          .exception();
    }
    return cursor;
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return USUAL_LIMIT;
    }
    int limit = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > HIGHEST_LIMIT) {
      throw new Problem(
              "bad-limit", 400, "The limit has to be between 1 and " + HIGHEST_LIMIT + ".")
          .exception();
    }
    return limit;
  }
}
