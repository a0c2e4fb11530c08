package app.rollingpaper.notification;

import app.rollingpaper.compose.walls.Walls;
import org.junit.jupiter.api.Test;

class WallsTest {
  @Test
  void everybodyKeepsToTheirSideOfTheWalls() {
    Walls.around("app.rollingpaper.notification").check();
  }
}
