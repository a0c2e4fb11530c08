package app.rollingpaper.paper.guest;

import app.rollingpaper.common.auth.User;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.paper.access.GuestToken;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import app.rollingpaper.paper.access.Role;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** People who come by a link. Thread-safe. */
public final class Guests {
  private final Jdbi jdbi;
  private final GuestStore guests = new GuestStore();
  private final LinkStore links = new LinkStore();
  private final Capabilities capabilities;
  private final Ids ids;
  private final InstantSource clock;
  private final int limit;
  private final Consumer<PaperId> departures;

  /**
   * @param departures told of papers that a guest was taken off; must not wait
   */
  public Guests(
      Jdbi jdbi,
      Capabilities capabilities,
      Ids ids,
      InstantSource clock,
      int limit,
      Consumer<PaperId> departures) {
    this.jdbi = jdbi;
    this.capabilities = capabilities;
    this.ids = ids;
    this.clock = clock;
    this.limit = limit;
    this.departures = departures;
  }

  /**
   * Somebody who came by a link, as the owner sees them.
   *
   * @param link by which
   * @param notes they have written, hidden ones too
   * @param removed whether they were taken off the paper
   */
  record Visitor(
      UUID id, String name, Role role, UUID link, Instant joinedAt, int notes, boolean removed) {}

  /** What a link's holder sees before coming in. */
  record Preview(LinkKind kind, GuestStore.Door paper) {}

  /** What became of the wish to come in. */
  sealed interface Arrival {
    record CameIn(Guest guest, String token) implements Arrival {}

    /** No paper, no link of it with that secret: which of the two is not told. */
    record NoSuchLink() implements Arrival {}

    /** The link is closed, has expired or has let in as many as it may. */
    record LinkEnded() implements Arrival {}

    /** The paper was opened by this very person. */
    record IsOwner() implements Arrival {}

    /** Nothing can be written any more. */
    record NotOpen(PaperState state) implements Arrival {}

    /** The paper is for this very person, who must not see it yet. */
    record IsRecipient() implements Arrival {}

    /** The owner has taken this very person off the paper. */
    record IsRemoved() implements Arrival {}

    /** Notes on this paper have a name under them. */
    record NeedsName() implements Arrival {}

    record TooMany(int limit) implements Arrival {}
  }

  /** Looks at the paper behind a secret without using the link. */
  Optional<Preview> preview(PaperId paper, String secret) {
    return jdbi.withHandle(
        handle ->
            links
                .find(handle, paper, GuestToken.hash(secret))
                .filter(link -> usable(link, clock.instant()))
                .flatMap(
                    link ->
                        guests.door(handle, paper).map(door -> new Preview(link.kind(), door))));
  }

  private static boolean usable(Link link, Instant now) {
    return link.closedAt() == null && (link.expiresAt() == null || link.expiresAt().isAfter(now));
  }

  /**
   * Exchanges a link's secret for a session on its paper.
   *
   * @param key the same key with the same secret is the same guest, and uses the link once
   */
  Arrival arrive(
      PaperId paper, String secret, String name, @Nullable User user, @Nullable String key) {
    return jdbi.inTransaction(
        handle -> {
          // Locked, so that parallel uses of one link take turns.
          Optional<Link> link = links.lock(handle, paper, GuestToken.hash(secret));
          Optional<GuestStore.Door> door = guests.door(handle, paper);
          if (link.isEmpty() || door.isEmpty()) {
            return new Arrival.NoSuchLink();
          }
          return arrive(handle, paper, link.get(), door.get(), name, user, key);
        });
  }

  private Arrival arrive(
      Handle handle,
      PaperId paper,
      Link link,
      GuestStore.Door door,
      String name,
      @Nullable User user,
      @Nullable String key) {
    Role role = link.kind().role();
    if (user != null && user.id().equals(door.owner())) {
      return new Arrival.IsOwner();
    }
    if (role != Role.RECIPIENT
        && user != null
        && user.email().equalsIgnoreCase(door.recipientEmail())) {
      return new Arrival.IsRecipient();
    }
    UUID id = guestId(paper, link, user, key);
    Optional<GuestStore.Known> known = guests.find(handle, paper, id);
    if (known.isPresent()) {
      return again(handle, paper, known.get());
    }
    if (name.isEmpty() && !(door.anonymous() && role == Role.WRITER)) {
      return new Arrival.NeedsName();
    }
    if (role == Role.WRITER && door.state() != PaperState.OPEN
        || role == Role.READER && door.state() == PaperState.CANCELLED) {
      return new Arrival.NotOpen(door.state());
    }
    if (guests.count(handle, paper) >= limit) {
      return new Arrival.TooMany(limit);
    }
    if (!links.use(handle, paper, link.id(), clock.instant())) {
      return new Arrival.LinkEnded();
    }
    Guest guest = new Guest(id, name, role);
    String token = capabilities.ofGuest(paper, id);
    guests.add(
        handle,
        paper,
        guest,
        link.id(),
        user == null ? null : user.id(),
        GuestToken.hash(token),
        clock.instant());
    return new Arrival.CameIn(guest, token);
  }

  /** The same person once more, with the same token; with another one when the key it was made with has changed. */
  private Arrival again(Handle handle, PaperId paper, GuestStore.Known known) {
    if (known.removed()) {
      return new Arrival.IsRemoved();
    }
    UUID id = known.guest().id();
    String token = capabilities.ofGuest(paper, id);
    byte[] hash = GuestToken.hash(token);
    if (!MessageDigest.isEqual(hash, known.tokenHash())) {
      guests.renew(handle, paper, id, hash);
    }
    return new Arrival.CameIn(known.guest(), token);
  }

  List<Visitor> all(PaperId paper) {
    return jdbi.withHandle(handle -> guests.all(handle, paper));
  }

  /** Takes a guest off the paper, who is shown out of it; what they wrote stays. False when there is no such guest. */
  boolean remove(PaperId paper, UUID guest) {
    boolean removed =
        jdbi.withHandle(handle -> guests.remove(handle, paper, guest, clock.instant()));
    if (removed) {
      departures.accept(paper);
    }
    return removed;
  }

  /** An account is one guest for each role; otherwise the key tells whether it is the same person again. */
  private UUID guestId(PaperId paper, Link link, @Nullable User user, @Nullable String key) {
    if (user != null) {
      return Ids.named("user", paper.toString(), link.kind().word(), user.id().toString());
    }
    return key == null
        ? ids.next()
        : Ids.named("guest", paper.toString(), link.id().toString(), key);
  }
}
