package app.rollingpaper.compose.walls.broken.note;

import app.rollingpaper.compose.walls.broken.board.Board;

/** A cycle: the board knows notes, and notes know the board. */
public record NoteStore(Board board) {}
