package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The file from which the gateway knows the instances of each service; it is only ever replaced as a whole. */
record InstancesFile(Path path) {

  void write(Map<ServiceKind, List<Seat>> seats) {
    Map<String, List<Map<String, Object>>> services = new LinkedHashMap<>();
    for (ServiceKind kind : ServiceKind.values()) {
      services.put(
          kind.serviceName(),
          seats.getOrDefault(kind, List.of()).stream().map(InstancesFile::entry).toList());
    }
    replace(path, Json.write(Map.of("services", services)));
  }

  private static Map<String, Object> entry(Seat seat) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", seat.name());
    entry.put("url", seat.url());
    entry.put("admin", seat.admin().url());
    entry.put("version", seat.release().version());
    entry.put("colour", seat.colour().word());
    entry.put("weight", seat.weight());
    return entry;
  }

  /** Writes a file so that nobody ever reads half of it. */
  static void replace(Path path, String json) {
    try {
      Path beside = path.resolveSibling(path.getFileName() + ".new");
      Files.writeString(beside, json + "\n");
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw CannotStart.because("The file " + path.getFileName(), path, failure);
    }
  }
}
