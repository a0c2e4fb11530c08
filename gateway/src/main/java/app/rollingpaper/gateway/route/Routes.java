package app.rollingpaper.gateway.route;

import java.time.Duration;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;

/** The table of routes. A path that holds a {@code {paperId}} keeps a paper's requests together on one instance. */
public final class Routes {
  private final Duration deadline;
  private final int maxBody;

  public Routes(Duration deadline, int maxBody) {
    this.deadline = deadline;
    this.maxBody = maxBody;
  }

  /** The routes, the busiest first. */
  public RouteLocator build(RouteLocatorBuilder builder) {
    RouteLocatorBuilder.Builder routes = builder.routes();
    add(routes, "papers", "paper-service", "/api/papers/{paperId}/**");
    add(routes, "sockets", "paper-service", "/ws/papers/{paperId}");
    add(routes, "paper-list", "paper-service", "/api/papers");
    add(routes, "inbox", "notification-service", "/api/inbox/**");
    add(routes, "users", "user-service", "/api/users/**", "/api/sessions/**");
    add(routes, "keys", "user-service", "/.well-known/jwks.json");
    return routes.build();
  }

  private void add(RouteLocatorBuilder.Builder routes, String id, String service, String... paths) {
    ServiceRoute route = new ServiceRoute(id, service, deadline, maxBody);
    routes.route(
        id,
        spec ->
            spec.path(false, paths)
                .metadata(ServiceRoute.METADATA, route)
                .uri("http://" + service));
  }
}
