package app.rollingpaper.compose.walls.broken.board;

/** A name that says nothing. */
public interface AbstractBoard {
  /** Another. */
  record PositionDto(int x) {}
}
