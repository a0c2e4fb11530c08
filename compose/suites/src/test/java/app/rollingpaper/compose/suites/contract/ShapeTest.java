package app.rollingpaper.compose.suites.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("G08")
final class ShapeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void moreMayCome() throws Exception {
    assertThat(broken("{\"a\":1}", "{\"a\":2,\"b\":3}")).isEmpty();
  }

  @Test
  void nothingMayGoOrBecomeSomethingElse() throws Exception {
    assertThat(broken("{\"a\":1,\"b\":{\"c\":\"x\"}}", "{\"a\":\"1\",\"b\":{}}"))
        .containsExactly("/a: was NUMBER, is STRING", "/b/c: was STRING, is MISSING");
  }

  @Test
  void whatWasNullMayBeAnything() throws Exception {
    assertThat(broken("{\"a\":null}", "{\"a\":[1]}")).isEmpty();
    assertThat(broken("[{\"a\":1}]", "[]")).containsExactly(": is empty");
  }

  private static Iterable<String> broken(String before, String now) throws Exception {
    return Shape.broken(JSON.readTree(before), JSON.readTree(now));
  }
}
