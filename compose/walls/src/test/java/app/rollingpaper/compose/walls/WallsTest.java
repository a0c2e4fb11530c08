package app.rollingpaper.compose.walls;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WallsTest {
  private static final String HERE = WallsTest.class.getPackageName();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cycle detected: Slice board",
        "<app.rollingpaper.compose.walls.broken.board.Board.answer()> has return type <jakarta.ws.rs.core.Response>",
        "calls method <org.jdbi.v3.core.Handle.execute(java.lang.String, [Ljava.lang.Object;)>",
        "Board.openedAt()> calls method <java.time.Instant.now()>",
        "Board.clock()> references method <java.time.Instant.now()>",
        "Board.environment()> calls method <java.lang.System.getenv()>",
        "Field <app.rollingpaper.compose.walls.broken.board.Board.opened>",
        "BoardResource.jdbi> has type <org.jdbi.v3.core.Jdbi>",
        "BoardResource.channel> has type <com.rabbitmq.client.Channel>",
        "Class <app.rollingpaper.compose.walls.broken.board.AbstractBoard>",
        "Class <app.rollingpaper.compose.walls.broken.board.AbstractBoard$PositionDto>",
      })
  void everythingBrokenIsNamedAtOnce(String broken) {
    Walls walls = Walls.around(HERE + ".broken", new ClassFileImporter());

    assertThatThrownBy(walls::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(broken);
  }

  @Test
  void soundCodePasses() {
    Walls walls = Walls.around(HERE + ".sound", new ClassFileImporter());

    assertThatCode(walls::check).doesNotThrowAnyException();
  }

  @Test
  void aPackageWithoutClassesIsAMistake() {
    assertThatIllegalArgumentException().isThrownBy(() -> Walls.around("app.rollingpaper.nowhere"));
  }

  @Test
  void thisModuleKeepsItsOwnWalls() {
    Walls.around(HERE).check();
  }
}
