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

  record Instance(String id, String url, String admin) {}

  void write(Map<ServiceKind, List<Instance>> instances) {
    Map<String, List<Map<String, String>>> services = new LinkedHashMap<>();
    for (ServiceKind kind : ServiceKind.values()) {
      services.put(
          kind.serviceName(),
          instances.getOrDefault(kind, List.of()).stream()
              .map(
                  instance ->
                      Map.of("id", instance.id(), "url", instance.url(), "admin", instance.admin()))
              .toList());
    }
    try {
      Path beside = path.resolveSibling("instances.json.new");
      Files.writeString(beside, Json.write(Map.of("services", services)) + "\n");
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw CannotStart.because("The instances file", path, failure);
    }
  }
}
