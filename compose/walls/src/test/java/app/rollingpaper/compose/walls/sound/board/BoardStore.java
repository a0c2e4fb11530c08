package app.rollingpaper.compose.walls.sound.board;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** The SQL of boards. */
public final class BoardStore {
  void insert(Handle handle, Instant now) {
    handle.createUpdate("insert into board (opened_at) values (:now)").bind("now", now).execute();
  }
}
