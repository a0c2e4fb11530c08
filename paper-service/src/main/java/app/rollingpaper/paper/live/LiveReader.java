package app.rollingpaper.paper.live;

import org.jspecify.annotations.Nullable;

/** Where one reader is in the live lane, and whom it knows to be here. Guarded by its connection. */
final class LiveReader {
  private final LiveLane lane;
  private final Presence presence;
  private final Frames frames;
  private final String session;
  private long position;
  private Presence.View known = Presence.View.NOBODY;
  private Presence.View seen = Presence.View.NOBODY;

  LiveReader(LiveLane lane, Presence presence, Frames frames, String session) {
    this.lane = lane;
    this.presence = presence;
    this.frames = frames;
    this.session = session;
  }

  /** A round of the lane: what is here now may be told. */
  void round() {
    seen = presence.view();
  }

  /** The next frame, or null when there is none now. */
  byte @Nullable [] next() {
    if (seen != known) {
      Presence.View before = known;
      known = seen;
      if (!known.equals(before)) {
        return frames.presence(known.since(before), known.goneSince(before), known.count());
      }
    }
    LiveLane.LiveFrame frame = lane.after(position, session);
    position = frame.to();
    return frame.bytes();
  }
}
