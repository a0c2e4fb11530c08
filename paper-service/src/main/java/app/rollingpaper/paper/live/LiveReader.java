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

  /** Who is here now may be told. */
  void lookWhoIsHere() {
    seen = presence.view();
  }

  /** The next frame, or null when there is none now. Nobody shows anything before it was told that they are here. */
  byte @Nullable [] next() {
    LiveLane.LiveFrame frame = lane.after(position, session);
    if (frame.bytes() != null) {
      lookWhoIsHere();
    }
    if (seen != known) {
      Presence.View before = known;
      known = seen;
      byte[] news = presence.news(before, known, frames);
      if (news != null) {
        return news;
      }
    }
    position = frame.to();
    return frame.bytes();
  }
}
