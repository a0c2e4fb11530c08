package app.rollingpaper.compose.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/promises.md promises is what the tests show. */
final class PromisesTest {
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-Z]\\d{2})\"\\)");
  private static final Pattern LINE = Pattern.compile("(?m)^\\| ([A-Z]\\d{2}) \\|");

  @Test
  void everyPromiseIsShownByATestAndEveryTestsPromiseIsListed() throws IOException {
    Path root = root();
    TreeSet<String> shown = new TreeSet<>();
    for (Path directory : List.of(root, root.resolve("compose"))) {
      try (Stream<Path> modules = Files.list(directory)) {
        for (Path tests :
            modules
                .map(module -> module.resolve("src/test/java"))
                .filter(Files::isDirectory)
                .toList()) {
          shown.addAll(tags(tests));
        }
      }
    }

    String promises = Files.readString(root.resolve("docs/promises.md"));
    List<String> listed = LINE.matcher(promises).results().map(line -> line.group(1)).toList();

    assertThat(listed).as("the ids in docs/promises.md").doesNotHaveDuplicates();
    assertThat(new TreeSet<>(listed)).as("the ids in docs/promises.md").isEqualTo(shown);
  }

  private static List<String> tags(Path tests) throws IOException {
    try (Stream<Path> files = Files.walk(tests)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(file -> TAG.matcher(read(file)).results())
          .map((MatchResult tag) -> tag.group(1))
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Stream.iterate(here, directory -> directory != null, Path::getParent)
        .filter(directory -> Files.exists(directory.resolve("docs/promises.md")))
        .findFirst()
        .orElseThrow();
  }
}
