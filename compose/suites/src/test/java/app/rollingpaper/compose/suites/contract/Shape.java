package app.rollingpaper.compose.suites.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a reader of JSON relies on: which members there are and of which kind. More members may come; none may go or become
 * something else.
 */
final class Shape {
  private Shape() {}

  /** Where {@code now} would disappoint a reader of {@code before}; empty when nowhere. */
  static List<String> broken(JsonNode before, JsonNode now) {
    List<String> broken = new ArrayList<>();
    compare("", before, now, broken);
    return broken;
  }

  private static void compare(String path, JsonNode before, JsonNode now, List<String> broken) {
    if (before.isNull() || now.isNull() && !before.isContainerNode()) {
      // What may be null has no kind to keep.
      return;
    }
    if (before.getNodeType() != now.getNodeType()) {
      broken.add(
          (path.isEmpty() ? "all of it" : path)
              + ": was "
              + before.getNodeType()
              + ", is "
              + now.getNodeType());
      return;
    }
    if (before.isObject()) {
      for (Map.Entry<String, JsonNode> member : before.properties()) {
        compare(path + "/" + member.getKey(), member.getValue(), now.path(member.getKey()), broken);
      }
    } else if (before.isArray()) {
      for (int index = 0; index < Math.min(before.size(), now.size()); index++) {
        compare(path + "/" + index, before.get(index), now.get(index), broken);
      }
      if (now.isEmpty() && !before.isEmpty()) {
        broken.add(path + ": is empty");
      }
    }
  }
}
