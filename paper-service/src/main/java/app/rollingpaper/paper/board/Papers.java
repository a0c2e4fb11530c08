package app.rollingpaper.paper.board;

import app.rollingpaper.common.auth.User;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.paper.access.GuestToken;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Papers and their settings. Thread-safe. */
public final class Papers {
  private static final Logger log = LoggerFactory.getLogger(Papers.class);

  private final Jdbi jdbi;
  private final PaperStore store = new PaperStore();
  private final Ids ids;
  private final InstantSource clock;
  private final int limit;

  public Papers(Jdbi jdbi, Ids ids, InstantSource clock, int limit) {
    this.jdbi = jdbi;
    this.ids = ids;
    this.clock = clock;
    this.limit = limit;
  }

  /** What can be chosen about a paper. */
  record Settings(
      String title,
      Recipient recipient,
      Occasion occasion,
      Theme theme,
      ZoneId zone,
      boolean anonymous,
      @Nullable Instant closesAt,
      @Nullable Instant deliverAt) {}

  /** New values for some settings; null leaves a setting as it is, an empty time takes the time away. */
  record Change(
      @Nullable String title,
      @Nullable Recipient recipient,
      @Nullable Occasion occasion,
      @Nullable Theme theme,
      @Nullable ZoneId zone,
      @Nullable Boolean anonymous,
      @Nullable Optional<Instant> closesAt,
      @Nullable Optional<Instant> deliverAt) {
    /** A time that is not chosen anew is the same on the wall of another zone. */
    private @Nullable Instant moved(@Nullable Instant time, ZoneId before) {
      return zone == null || zone.equals(before) ? time : WallTime.of(time, before).in(zone).at();
    }

    Settings onto(Paper paper) {
      return new Settings(
          title == null ? paper.title() : title,
          recipient == null ? paper.recipient() : recipient,
          occasion == null ? paper.occasion() : occasion,
          theme == null ? paper.theme() : theme,
          zone == null ? paper.zone() : zone,
          anonymous == null ? paper.anonymous() : anonymous,
          closesAt == null ? moved(paper.closesAt(), paper.zone()) : closesAt.orElse(null),
          deliverAt == null ? moved(paper.deliverAt(), paper.zone()) : deliverAt.orElse(null));
    }
  }

  /** What became of the wish for a paper. */
  sealed interface Opening {
    record Opened(Paper paper) implements Opening {}

    /** The key was used for another paper. */
    record KeyReused() implements Opening {}

    record BadTimes(String field, String message) implements Opening {}

    record TooMany(int limit) implements Opening {}
  }

  /** What became of the wish for other settings. */
  sealed interface Revision {
    record Revised(Paper paper) implements Revision {}

    record NoSuchPaper() implements Revision {}

    /** Somebody changed the paper since it was read. */
    record VersionConflict(long version) implements Revision {}

    /** Delivered and cancelled papers stay as they are. */
    record WrongState(PaperState state) implements Revision {}

    record BadTimes(String field, String message) implements Revision {}
  }

  record Page(List<Paper> papers, @Nullable Position next) {}

  /**
   * Opens a paper.
   *
   * @param key the same key of the same owner is the same paper
   */
  Opening open(User owner, Settings chosen, @Nullable String key) {
    Settings settings = precise(chosen);
    Instant now = now();
    PaperId id =
        new PaperId(key == null ? ids.next() : Ids.named("paper", owner.id().toString(), key));
    byte[] hash = key == null ? null : GuestToken.hash(settings.toString());
    Paper paper =
        new Paper(
            id,
            owner.id(),
            owner.name(),
            settings.title(),
            settings.recipient(),
            settings.occasion(),
            settings.theme(),
            settings.zone(),
            settings.anonymous(),
            settings.closesAt(),
            settings.deliverAt(),
            PaperState.OPEN,
            0,
            1,
            now,
            null,
            null);
    return jdbi.inTransaction(
        handle -> {
          Optional<Paper> earlier = hash == null ? Optional.empty() : store.find(handle, id);
          if (earlier.isEmpty()) {
            Optional<Opening.BadTimes> bad =
                wrongTimes(settings, null, now)
                    .map(wrong -> new Opening.BadTimes(wrong.field(), wrong.message()));
            if (bad.isPresent()) {
              return bad.get();
            }
            if (store.countOf(handle, owner.id()) >= limit) {
              return new Opening.TooMany(limit);
            }
            if (store.add(handle, paper, hash)) {
              return new Opening.Opened(paper);
            }
          }
          boolean same =
              store
                  .requestHash(handle, id)
                  .map(stored -> MessageDigest.isEqual(stored, hash))
                  .orElse(false);
          return same
              ? new Opening.Opened(store.find(handle, id).orElseThrow())
              : new Opening.KeyReused();
        });
  }

  public Optional<Paper> find(PaperId id) {
    return jdbi.withHandle(handle -> store.find(handle, id));
  }

  Page page(User owner, Position before, int size) {
    List<Paper> found = jdbi.withHandle(handle -> store.page(handle, owner.id(), before, size + 1));
    if (found.size() <= size) {
      return new Page(found, null);
    }
    Paper last = found.get(size - 1);
    return new Page(found.subList(0, size), new Position(last.createdAt(), last.id().value()));
  }

  Revision revise(PaperId id, Change change, OptionalLong expected) {
    return jdbi.inTransaction(
        handle -> {
          Optional<Paper> found = store.lock(handle, id);
          if (found.isEmpty()) {
            return new Revision.NoSuchPaper();
          }
          Paper paper = found.get();
          if (expected.isPresent() && expected.getAsLong() != paper.version()) {
            return new Revision.VersionConflict(paper.version());
          }
          if (paper.state() == PaperState.DELIVERED || paper.state() == PaperState.CANCELLED) {
            return new Revision.WrongState(paper.state());
          }
          Settings settings = precise(change.onto(paper));
          Optional<WrongTime> wrong = wrongTimes(settings, paper, now());
          if (wrong.isPresent()) {
            return new Revision.BadTimes(wrong.get().field(), wrong.get().message());
          }
          store.save(handle, with(paper, settings));
          return new Revision.Revised(store.find(handle, id).orElseThrow());
        });
  }

  /** Computes the instants of all that is planned anew: the rules of zones change with the Java that runs this. */
  public void followTheRulesOfZones() {
    for (PaperStore.Planned planned : jdbi.withHandle(store::planned)) {
      WallTime closes = planned.closes().in(planned.zone());
      WallTime delivers = planned.delivers().in(planned.zone());
      if (!closes.equals(planned.closes()) || !delivers.equals(planned.delivers())) {
        jdbi.useHandle(handle -> store.correct(handle, planned, closes, delivers));
        log.info("event=plan_recomputed paper={}", planned.paper());
      }
    }
  }

  private static Paper with(Paper paper, Settings settings) {
    return new Paper(
        paper.id(),
        paper.owner(),
        paper.ownerName(),
        settings.title(),
        settings.recipient(),
        settings.occasion(),
        settings.theme(),
        settings.zone(),
        settings.anonymous(),
        settings.closesAt(),
        settings.deliverAt(),
        paper.state(),
        paper.noteCount(),
        paper.version(),
        paper.createdAt(),
        paper.sealedAt(),
        paper.deliveredAt());
  }

  private record WrongTime(String field, String message) {}

  /** A time that is newly chosen has to lie ahead; nothing is delivered before it is closed. */
  private static Optional<WrongTime> wrongTimes(
      Settings settings, @Nullable Paper before, Instant now) {
    Instant closes = settings.closesAt();
    Instant delivers = settings.deliverAt();
    if (closes != null
        && !closes.isAfter(now)
        && (before == null || !closes.equals(before.closesAt()))) {
      return Optional.of(new WrongTime("closesAt", "must lie in the future"));
    }
    if (delivers != null
        && !delivers.isAfter(now)
        && (before == null || !delivers.equals(before.deliverAt()))) {
      return Optional.of(new WrongTime("deliverAt", "must lie in the future"));
    }
    if (closes != null && delivers != null && delivers.isBefore(closes)) {
      return Optional.of(new WrongTime("deliverAt", "must not lie before closesAt"));
    }
    return Optional.empty();
  }

  /** As the database keeps it: times in microseconds, addresses in lower case, a language for the recipient. */
  private static Settings precise(Settings settings) {
    Recipient recipient = settings.recipient();
    return new Settings(
        settings.title().strip(),
        new Recipient(
            recipient.name().strip(),
            recipient.email() == null ? null : recipient.email().toLowerCase(Locale.ROOT),
            recipient.locale() == null ? "ko" : recipient.locale()),
        settings.occasion(),
        settings.theme(),
        settings.zone(),
        settings.anonymous(),
        settings.closesAt() == null ? null : settings.closesAt().truncatedTo(ChronoUnit.MICROS),
        settings.deliverAt() == null ? null : settings.deliverAt().truncatedTo(ChronoUnit.MICROS));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
