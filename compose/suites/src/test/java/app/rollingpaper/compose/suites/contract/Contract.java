package app.rollingpaper.compose.suites.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.compose.launcher.Options;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the former version sent and was answered, as it was recorded in {@code contracts/0.1.0}. While a deploy goes on two
 * versions serve side by side, and pages of the former one are open: so today's services have to understand what it sends,
 * and to answer and tell so that it can read that. With {@code -Dcontracts.record=DIR} nothing is compared, and today's
 * answers are written down for the next version.
 */
final class Contract {
  private static final Path FORMER =
      Options.usual(Map.of()).root().resolve("common/src/main/resources/contracts/0.1.0");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** They say nothing about the shape, and look like secrets to whoever searches for such. */
  private static final List<String> TOKENS = List.of("accessToken", "token");

  private Contract() {}

  /** What was recorded under that name. */
  static JsonNode former(String name) throws IOException {
    return JSON.readTree(FORMER.resolve(name + ".json").toFile());
  }

  /** Fails when somebody who could read what was recorded could not read these. */
  static void keeps(String name, Map<String, JsonNode> today) throws IOException {
    String directory = System.getProperty("contracts.record", "");
    if (!directory.isEmpty()) {
      record(Path.of(directory), name, today);
      return;
    }
    JsonNode former = former(name);
    assertThat(former.size()).isPositive();
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : former.properties()) {
      JsonNode now = today.getOrDefault(entry.getKey(), JSON.missingNode());
      Shape.broken(entry.getValue(), now).forEach(where -> broken.add(entry.getKey() + where));
    }
    assertThat(broken).isEmpty();
  }

  private static void record(Path directory, String name, Map<String, JsonNode> today)
      throws IOException {
    for (JsonNode answer : today.values()) {
      for (String token : TOKENS) {
        answer.findParents(token).forEach(parent -> ((ObjectNode) parent).put(token, "token"));
      }
    }
    Files.writeString(
        Files.createDirectories(directory).resolve(name + ".json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(today) + "\n");
  }
}
