package app.rollingpaper.compose.walls.sound.board;

import java.time.Instant;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;

/** Owns the transaction and leaves the SQL to the store. */
public record Boards(Jdbi jdbi, BoardStore store, InstantSource clock) {
  Instant open() {
    Instant now = clock.instant();
    jdbi.useTransaction(handle -> store.insert(handle, now));
    return now;
  }
}
