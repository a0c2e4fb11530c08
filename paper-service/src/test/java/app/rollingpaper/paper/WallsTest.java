package app.rollingpaper.paper;

import app.rollingpaper.compose.walls.Walls;
import org.junit.jupiter.api.Test;

class WallsTest {
  @Test
  void everybodyKeepsToTheirSideOfTheWalls() {
    Walls.around("app.rollingpaper.paper").check();
  }
}
