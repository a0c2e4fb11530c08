package app.rollingpaper.compose.walls.broken.board;

import app.rollingpaper.compose.walls.broken.note.NoteStore;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Does everything that a domain class must not do. */
public final class Board {
  static int opened;

  public NoteStore notes() {
    return new NoteStore(this);
  }

  Response answer() {
    return Response.noContent().build();
  }

  void insert(Handle handle) {
    handle.execute("insert into board default values");
  }

  Instant openedAt() {
    return Instant.now();
  }

  Supplier<Instant> clock() {
    return Instant::now;
  }

  Map<String, String> environment() {
    return System.getenv();
  }
}
