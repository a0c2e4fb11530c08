package app.rollingpaper.notification.inbox;

import app.rollingpaper.common.auth.TokenVerifier;
import app.rollingpaper.common.http.HttpServer;
import app.rollingpaper.common.http.Problem;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The stream of an inbox, {@code GET /api/inbox/stream}, as server-sent events. It stands directly on Jetty, because an
 * answer that never ends must not wait to be gathered.
 */
public final class InboxSocket implements HttpServer.Upgrades {
  private static final String PATH = "/api/inbox/stream";
  private static final String BEARER = "bearer ";
  private static final byte[] SIGN_OF_LIFE = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final InboxWatch watch;
  private final TokenVerifier tokens;
  private final ObjectMapper json;
  private final Duration heartbeat;

  public InboxSocket(
      InboxWatch watch, TokenVerifier tokens, ObjectMapper json, Duration heartbeat) {
    this.watch = watch;
    this.tokens = tokens;
    this.json = json;
    this.heartbeat = heartbeat;
  }

  @Override
  public void prepare(Server server) {
    // Nothing but requests and answers are used of it.
  }

  @Override
  public boolean serves(String path) {
    return path.equals(PATH);
  }

  @Override
  public void upgrade(Request request, Response response, Callback callback) {
    if (!"GET".equals(request.getMethod())) {
      throw new Problem("method-not-allowed", 405, "This address does not take that method.")
          .exception();
    }
    TokenVerifier.Verification.Verified caller =
        caller(request.getHeaders().get(HttpHeader.AUTHORIZATION));
    Optional<Cursor> after = cursor(request.getHeaders().get("Last-Event-ID"));
    switch (watch.follow(caller.user().id(), caller.expiresAt(), after)) {
      case InboxWatch.Following.TooMany _ ->
          throw new Problem("overloaded", 503, "Too many listen to inboxes here right now.")
              .with("retryAfter", 1)
              .exception();
      case InboxWatch.Following.Follows follows -> {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
          send(follows.follower(), out);
        } catch (IOException gone) {
          callback.failed(gone);
          return;
        } catch (InterruptedException ending) {
          Thread.currentThread().interrupt();
        } finally {
          watch.leave(follows.follower());
        }
        callback.succeeded();
      }
    }
  }

  private TokenVerifier.Verification.Verified caller(@Nullable String authorization) {
    if (authorization == null) {
      throw new Problem("sign-in-required", 401, "Please sign in first.").exception();
    }
    TokenVerifier.Verification verification =
        authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
            ? tokens.verify(authorization.substring(BEARER.length()).strip())
            : new TokenVerifier.Verification.Refused();
    return switch (verification) {
      case TokenVerifier.Verification.Verified verified -> verified;
      case TokenVerifier.Verification.Refused _ ->
          throw new Problem("invalid-token", 401, "This sign-in has ended or is not valid.")
              .exception();
      case TokenVerifier.Verification.KeysUnavailable _ ->
          throw new Problem("keys-unavailable", 503, "Sign-ins cannot be checked right now.")
              .with("retryAfter", 1)
              .exception();
    };
  }

  private static Optional<Cursor> cursor(@Nullable String last) {
    if (last == null || last.isEmpty()) {
      return Optional.empty();
    }
    Optional<Cursor> cursor = Cursor.parse(last);
    if (cursor.isEmpty()) {
      throw new Problem("bad-cursor", 400, "Last-Event-ID is not one that this inbox gave.")
          .exception();
    }
    return cursor;
  }

  private void send(Follower follower, OutputStream out) throws IOException, InterruptedException {
    out.write(SIGN_OF_LIFE);
    for (Entry entry : follower.missed()) {
      out.write(event(entry));
    }
    out.flush();
    while (!follower.hasEnded()) {
      Optional<Entry> next = follower.next(heartbeat);
      if (!follower.hasEnded()) {
        out.write(next.isPresent() ? event(next.get()) : SIGN_OF_LIFE);
        out.flush();
      }
    }
  }

  private byte[] event(Entry entry) throws IOException {
    return ("event: entry\nid: "
            + new Cursor(entry.id()).text()
            + "\ndata: "
            + json.writeValueAsString(entry)
            + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void release() {
    watch.release();
  }
}
