package app.rollingpaper.gateway.route;

import java.time.Duration;
import java.util.Objects;
import org.springframework.cloud.gateway.route.Route;

/**
 * How requests of one route are treated.
 *
 * @param service the service that answers them
 * @param deadline within which an answer has to begin, all tries included
 * @param maxBody bytes
 */
record ServiceRoute(String id, String service, Duration deadline, int maxBody) {
  static final String METADATA = "service-route";

  /** The framework asks for it with every request. */
  @Override
  public int hashCode() {
    return id.hashCode();
  }

  static ServiceRoute of(Route route) {
    return (ServiceRoute)
        Objects.requireNonNull(route.getMetadata().get(METADATA), "a route without its service");
  }
}
