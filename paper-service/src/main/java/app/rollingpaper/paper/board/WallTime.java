package app.rollingpaper.paper.board;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A time that somebody has in mind: what a clock on the wall shows, and which instant that is by the rules that were known.
 *
 * @param at null where there is none
 * @param local null where there is none
 */
record WallTime(@Nullable Instant at, @Nullable LocalDateTime local) {
  /** An instant as it is seen in a zone. */
  static WallTime of(@Nullable Instant at, ZoneId zone) {
    return new WallTime(at, at == null ? null : LocalDateTime.ofInstant(at, zone));
  }

  /**
   * The instant by the rules of a zone as they are known now. Of two instants with the same time on the wall it is the one
   * meant before; a time that is skipped is as much later as the clocks are put forward.
   */
  WallTime in(ZoneId zone) {
    if (at == null || local == null) {
      return this;
    }
    Instant now = ZonedDateTime.ofLocal(local, zone, zone.getRules().getOffset(at)).toInstant();
    return new WallTime(now, local);
  }
}
