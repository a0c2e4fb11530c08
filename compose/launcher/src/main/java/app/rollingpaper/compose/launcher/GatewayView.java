package app.rollingpaper.compose.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The instances as the gateway sees them. Thread-safe. */
final class GatewayView {
  private final Supplier<AdminPort> gateway;

  GatewayView(Supplier<AdminPort> gateway) {
    this.gateway = gateway;
  }

  /**
   * One instance's figures; rates and times are of the last ten seconds.
   *
   * @param share how much of its weight it gets, 0 to 1: less than all while it is new and spared
   * @param requests that are over since the gateway has known it
   * @param failures those of them that got no answer or one of 5xx
   */
  record Figures(
      String service,
      String id,
      String url,
      double share,
      String state,
      int inFlight,
      long requests,
      long failures,
      int sockets,
      double requestsPerSecond,
      double errorsPerSecond,
      double p50Ms,
      double p99Ms) {
    boolean isUp() {
      return state.equals("up");
    }

    boolean isOf(Seat seat) {
      return url.equals(seat.url());
    }
  }

  /** All instances; none when the gateway does not answer. */
  List<Figures> instances() {
    return read(gateway.get().json("/instances"));
  }

  private static List<Figures> read(JsonNode answer) {
    List<Figures> found = new ArrayList<>();
    JsonNode services = answer.path("services");
    for (Map.Entry<String, JsonNode> service : services.properties()) {
      for (JsonNode instance : service.getValue()) {
        found.add(
            new Figures(
                service.getKey(),
                instance.path("id").asText(),
                instance.path("url").asText(),
                instance.path("share").asDouble(1),
                instance.path("state").asText(),
                instance.path("inFlight").asInt(),
                instance.path("requests").asLong(),
                instance.path("failures").asLong(),
                instance.path("sockets").asInt(),
                instance.path("requestsPerSecond").asDouble(),
                instance.path("errorsPerSecond").asDouble(),
                instance.path("p50Ms").asDouble(),
                instance.path("p99Ms").asDouble()));
      }
    }
    return found;
  }

  /** Whether requests arrive, more than of somebody who looks around. */
  boolean isAsked() {
    double requests = instances().stream().mapToDouble(Figures::requestsPerSecond).sum();
    return requests >= Capacity.NO_LOAD;
  }

  /** Whether the gateway says that requests may be sent to that instance; a gateway that tells of none at all has no say. */
  boolean isUp(Seat seat) {
    return says(seat, true);
  }

  /** Whether the gateway says that it sends that instance nothing more. */
  boolean isAway(Seat seat) {
    return says(seat, false);
  }

  private boolean says(Seat seat, boolean up) {
    JsonNode answer = gateway.get().json("/instances");
    if (answer.isObject() && !answer.has("services")) {
      return true;
    }
    return answer.isObject()
        && up == read(answer).stream().anyMatch(figures -> figures.isOf(seat) && figures.isUp());
  }
}
