package app.rollingpaper.paper.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.common.http.Json;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The cases that this language and the page's share. */
@Tag("L05")
class BoardVectorsTest {
  private static final String FOLDER = "/contracts/board";
  private final ObjectMapper json = Json.mapper();

  private record Entry(long seq, ClientId c, long n, Author author, Instant at, List<Mutation> d) {
    Op op() {
      return new Op(seq, c, n, author, at, d);
    }
  }

  private record Case(String name, List<Entry> ops, List<Note> notes) {}

  @TestFactory
  Stream<DynamicTest> theLedgerAddsUpToTheSameAsOnThePage() throws IOException, URISyntaxException {
    List<Case> cases = cases();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(20);
    return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> holds(one)));
  }

  private static void holds(Case one) {
    Board board = new Board();
    one.ops().forEach(entry -> board.apply(entry.op()));
    assertThat(board.notes().values()).containsExactlyInAnyOrderElementsOf(one.notes());
  }

  private List<Case> cases() throws IOException, URISyntaxException {
    URI folder = Objects.requireNonNull(BoardVectorsTest.class.getResource(FOLDER), FOLDER).toURI();
    if (folder.getScheme().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
        return cases(jar.getPath(FOLDER));
      }
    }
    return cases(Path.of(folder));
  }

  private List<Case> cases(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(this::read).toList();
    }
  }

  private Case read(Path file) {
    try {
      return json.readValue(Files.readString(file), Case.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file.toString(), unreadable);
    }
  }
}
