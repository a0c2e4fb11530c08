package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.Json;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last deploys, in a file that the gateway shows to operators; the newest is last. Thread-safe. */
final class DeployHistory {
  private static final int MOST = 50;
  private static final double MILLIS = 1_000;

  private final Path path;

  DeployHistory(Path path) {
    this.path = path;
  }

  record Entry(
      Instant at,
      String service,
      String kind,
      String from,
      String to,
      String outcome,
      Duration took) {}

  synchronized void add(Entry entry) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("at", entry.at());
    written.put("service", entry.service());
    written.put("kind", entry.kind());
    written.put("from", entry.from());
    written.put("to", entry.to());
    written.put("outcome", entry.outcome());
    written.put("seconds", entry.took().toMillis() / MILLIS);
    List<Map<String, Object>> all = new ArrayList<>(earlier());
    all.add(written);
    InstancesFile.replace(
        path, Json.write(all.subList(Math.max(0, all.size() - MOST), all.size())));
  }

  private List<Map<String, Object>> earlier() {
    try {
      return Files.exists(path)
          ? new ObjectMapper().readValue(path.toFile(), new TypeReference<>() {})
          : List.of();
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
