package app.rollingpaper.compose.suites;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The instances as the gateway's operators' port shows them. Thread-safe. */
public final class Fleet {
  private final Client gateway;

  public Fleet(String gatewayAdminUrl) {
    this.gateway = new Client(gatewayAdminUrl);
  }

  /**
   * One instance.
   *
   * @param share of what it would be given were it not spared, up to 1
   * @param requests how many the gateway has given it
   */
  public record Instance(String service, String id, String state, double share, long requests) {}

  public List<Instance> instances() throws IOException {
    List<Instance> instances = new ArrayList<>();
    JsonNode services = gateway.get("/instances").send().expect(200).json().path("services");
    for (Map.Entry<String, JsonNode> service : services.properties()) {
      for (JsonNode instance : service.getValue()) {
        instances.add(
            new Instance(
                service.getKey(),
                instance.path("id").asText(),
                instance.path("state").asText(),
                instance.path("share").asDouble(),
                instance.path("requests").asLong()));
      }
    }
    return instances;
  }

  /** Whether the gateway sends requests to every instance there is. */
  public boolean isWhole() {
    return all(instance -> instance.state().equals("up"));
  }

  /** Whether, besides, none is spared because it came a moment ago. */
  public boolean isSettled() {
    return all(instance -> instance.state().equals("up") && instance.share() >= 1);
  }

  private boolean all(Predicate<Instance> condition) {
    try {
      List<Instance> instances = instances();
      return !instances.isEmpty() && instances.stream().allMatch(condition);
    } catch (IOException away) {
      return false;
    }
  }
}
