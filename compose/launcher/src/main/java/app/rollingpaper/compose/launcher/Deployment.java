package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was deployed last of a program, in a file that outlives the launcher.
 *
 * @param build in place of which it was: another one is newer
 * @param runs what was deployed
 * @param before what ran until then
 */
record Deployment(String build, Release runs, Release before) {
  private static final String FILE = "deployed.json";

  /**
   * Nothing when nothing was deployed, or when the file is damaged.
   *
   * @param copies where the copies of the program lie, each in a directory that is called as its build
   */
  static Optional<Deployment> read(Path copies, String program) {
    Path file = copies.resolve(FILE);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode json = new ObjectMapper().readTree(file.toFile());
      return Optional.of(
          new Deployment(
              json.path("build").asText(),
              release(json.path("runs"), copies, program),
              release(json.path("before"), copies, program)));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  void write(Path copies) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("build", build);
    written.put("runs", written(runs));
    written.put("before", written(before));
    InstancesFile.replace(copies.resolve(FILE), Json.write(written));
  }

  private static Map<String, Object> written(Release release) {
    return Map.of("version", release.version(), "build", release.build());
  }

  private static Release release(JsonNode json, Path copies, String program) {
    String build = json.path("build").asText();
    return new Release(
        program,
        json.path("version").asText(),
        build,
        copies.resolve(build).resolve(program + ".jar"));
  }
}
