package app.rollingpaper.compose.walls.sound.board;

import jakarta.ws.rs.core.Response;

/** Boards over HTTP. */
public record BoardResource(Boards boards) {
  Response open() {
    return Response.ok(boards.open()).build();
  }
}
