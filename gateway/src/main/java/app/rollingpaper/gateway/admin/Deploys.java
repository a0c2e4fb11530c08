package app.rollingpaper.gateway.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The last deploys, as whoever made them wrote them down beside the listing: {@code [{at, service, kind, from, to, outcome,
 * seconds}]}, the newest last.
 */
public final class Deploys {
  private static final Logger log = LoggerFactory.getLogger(Deploys.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long LARGEST = 1024 * 1024;

  private final Path file;

  public Deploys(Path file) {
    this.file = file;
  }

  /** What the file says now; nothing when there is none or it cannot be read. */
  JsonNode read() {
    try {
      if (Files.isReadable(file) && Files.size(file) <= LARGEST) {
        JsonNode deploys = JSON.readTree(Files.readAllBytes(file));
        if (deploys.isArray()) {
          return deploys;
        }
      }
    } catch (IOException | JacksonException unusable) {
      log.debug("event=deploys-unusable file={}", file, unusable);
    }
    return JSON.createArrayNode();
  }
}
