package app.rollingpaper.compose.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MarksTest {
  @Test
  void everyMarkOfAMessageIsFound() {
    String frame = "{\"o\":[\"" + Marks.of(12) + "생일\",\"" + Marks.of(9_876_543_210L) + "\"]}";
    byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
    List<Long> found = new ArrayList<>();
    Marks.each(bytes, bytes.length, found::add);
    assertThat(found).containsExactly(12L, 9_876_543_210L);
  }
}
