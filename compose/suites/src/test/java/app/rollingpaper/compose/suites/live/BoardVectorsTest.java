package app.rollingpaper.compose.suites.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.compose.launcher.Options;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The cases that this client shares with the service and the page. */
@Tag("L05")
final class BoardVectorsTest {
  private static final Path FOLDER =
      Options.usual(Map.of()).root().resolve("common/src/main/resources/contracts/board");

  private record Case(String name, List<Entry> ops, List<Note> notes) {}

  @TestFactory
  Stream<DynamicTest> theLedgerAddsUpToTheSameAsEverywhere() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Case> cases = files.sorted().map(BoardVectorsTest::read).toList();
      assertThat(cases).hasSizeGreaterThanOrEqualTo(20);
      return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> holds(one)));
    }
  }

  private static void holds(Case one) {
    Replica replica = new Replica();
    one.ops().forEach(replica::apply);
    assertThat(replica.notes().values()).containsExactlyInAnyOrderElementsOf(one.notes());
  }

  private static Case read(Path file) {
    try {
      return new ObjectMapper().readValue(Files.readString(file), Case.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file.toString(), unreadable);
    }
  }
}
