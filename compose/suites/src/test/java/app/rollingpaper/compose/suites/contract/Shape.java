package app.rollingpaper.compose.suites.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a reader of JSON relies on: which members there are, of which kind, and the words that programs decide by. More
 * members may come; none may go or become something else.
 */
final class Shape {
  /** Members whose text or number is not content but says what something is. */
  private static final Set<String> WORDS =
      Set.of("t", "type", "code", "kind", "m", "role", "state", "status");

  private Shape() {}

  /** Where {@code now} would disappoint a reader of {@code before}; empty when nowhere. */
  static List<String> broken(JsonNode before, JsonNode now) {
    List<String> broken = new ArrayList<>();
    compare("", before, now, broken);
    return broken;
  }

  private static void compare(String path, JsonNode before, JsonNode now, List<String> broken) {
    // What was null may have become anything, but it has to be there.
    boolean kept =
        before.isNull() ? !now.isMissingNode() : before.getNodeType() == now.getNodeType();
    if (!kept) {
      broken.add(path + ": was " + before.getNodeType() + ", is " + now.getNodeType());
      return;
    }
    if (before.isObject()) {
      for (Map.Entry<String, JsonNode> member : before.properties()) {
        String name = member.getKey();
        JsonNode value = now.path(name);
        compare(path + "/" + name, member.getValue(), value, broken);
        if (WORDS.contains(name) && member.getValue().isValueNode() && value.isValueNode()) {
          compareWords(path + "/" + name, member.getValue(), value, broken);
        }
      }
    } else if (before.isArray()) {
      for (int index = 0; index < before.size(); index++) {
        compare(path + "/" + index, before.get(index), now.path(index), broken);
      }
    }
  }

  private static void compareWords(
      String path, JsonNode before, JsonNode now, List<String> broken) {
    if (!before.isNull() && !before.equals(now)) {
      broken.add(path + ": was " + before + ", is " + now);
    }
  }
}
