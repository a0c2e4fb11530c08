package app.rollingpaper.notification;

import app.rollingpaper.compose.walls.Walls;
import org.junit.jupiter.api.Test;

final class WallsTest {
  @Test
  void theWallsStand() {
    Walls.around("app.rollingpaper.notification").check();
  }
}
