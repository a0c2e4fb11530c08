package app.rollingpaper.gateway.discovery;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** What a source says exists: the instances of each service, by the service's name. */
public record Listing(Map<String, List<Address>> services) {
  public static final Listing EMPTY = new Listing(Map.of());

  public Listing {
    services = Map.copyOf(services);
  }

  /**
   * Where one instance answers.
   *
   * @param id unique within its service
   * @param url root of the public API, without a trailing slash
   * @param admin root of the admin port, without a trailing slash
   */
  public record Address(String id, URI url, URI admin) {}
}
