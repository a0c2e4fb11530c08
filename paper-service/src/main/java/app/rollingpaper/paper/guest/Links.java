package app.rollingpaper.paper.guest;

import app.rollingpaper.common.time.Ids;
import app.rollingpaper.paper.access.GuestToken;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The links of papers. Thread-safe. */
public final class Links {
  private final Jdbi jdbi;
  private final LinkStore store = new LinkStore();
  private final Capabilities capabilities;
  private final Ids ids;
  private final InstantSource clock;
  private final URI publicUrl;
  private final int limit;

  public Links(
      Jdbi jdbi,
      Capabilities capabilities,
      Ids ids,
      InstantSource clock,
      URI publicUrl,
      int limit) {
    this.jdbi = jdbi;
    this.capabilities = capabilities;
    this.ids = ids;
    this.clock = clock;
    this.publicUrl = publicUrl;
    this.limit = limit;
  }

  /**
   * A link with its address, whose fragment is the secret: it never reaches a server's log.
   *
   * @param url null when the link was made with another key and cannot be shown again
   */
  record Issued(Link link, @Nullable URI url) {}

  /** What became of the wish for a link. */
  sealed interface Issue {
    record Made(Issued link) implements Issue {}

    /** The key was used for a link of another kind. */
    record KeyReused() implements Issue {}

    /** There is no revealing link before the delivery, and no other one after the end of writing. */
    record WrongState(PaperState state) implements Issue {}

    record TooMany(int limit) implements Issue {}
  }

  Issue issue(
      PaperId paper,
      PaperState state,
      LinkKind kind,
      @Nullable Integer maxUses,
      @Nullable Instant expiresAt,
      @Nullable String key) {
    boolean fits =
        switch (kind) {
          case WRITE, READ -> state == PaperState.OPEN || state == PaperState.SEALED;
          case REVEAL -> state == PaperState.DELIVERED;
        };
    if (!fits) {
      return new Issue.WrongState(state);
    }
    UUID id = key == null ? ids.next() : Ids.named("link", paper.toString(), key);
    Instant until = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS);
    Link wanted =
        new Link(
            id,
            kind,
            GuestToken.hash(capabilities.ofLink(paper, id)),
            maxUses,
            0,
            until,
            null,
            now());
    return jdbi.inTransaction(
        handle -> {
          if (store.find(handle, paper, id).isEmpty() && store.count(handle, paper) >= limit) {
            return new Issue.TooMany(limit);
          }
          store.add(handle, paper, wanted);
          Link made = store.find(handle, paper, id).orElseThrow();
          boolean same =
              made.kind() == kind
                  && Objects.equals(made.maxUses(), maxUses)
                  && Objects.equals(made.expiresAt(), until);
          return same ? new Issue.Made(issued(paper, made)) : new Issue.KeyReused();
        });
  }

  /** Makes the link that the recipient gets, inside the transaction of the delivery. */
  public URI reveal(Handle handle, PaperId paper) {
    UUID id = ids.next();
    String secret = capabilities.ofLink(paper, id);
    store.add(
        handle,
        paper,
        new Link(id, LinkKind.REVEAL, GuestToken.hash(secret), null, 0, null, null, now()));
    return url(paper, secret);
  }

  List<Issued> all(PaperId paper) {
    return jdbi.withHandle(handle -> store.all(handle, paper)).stream()
        .map(link -> issued(paper, link))
        .toList();
  }

  /** Lets nobody in by this link from now on; false when there is no such link. */
  boolean close(PaperId paper, UUID link) {
    return jdbi.withHandle(handle -> store.close(handle, paper, link, now()));
  }

  private Issued issued(PaperId paper, Link link) {
    String secret = capabilities.ofLink(paper, link.id());
    boolean fits = MessageDigest.isEqual(GuestToken.hash(secret), link.secretHash());
    return new Issued(link, fits ? url(paper, secret) : null);
  }

  private URI url(PaperId paper, String secret) {
    String base = publicUrl.toString().replaceAll("/+$", "");
    return URI.create(base + "/p/" + paper + "#" + secret);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
