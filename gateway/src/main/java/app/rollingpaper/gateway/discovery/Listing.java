package app.rollingpaper.gateway.discovery;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** What a source says exists: the instances of each service, by the service's name. */
public record Listing(Map<String, List<Entry>> services) {
  public static final Listing EMPTY = new Listing(Map.of());

  public Listing {
    services = Map.copyOf(services);
  }

  /**
   * What is said of one instance.
   *
   * @param version of the program, for people; empty when not said
   * @param colour of the deploy it belongs to, for people; empty when not said
   * @param weight its share among the instances of its service, from 0, chosen only when nobody else is up, to 100
   */
  public record Entry(Address address, String version, String colour, int weight) {
    public static final int FULL_WEIGHT = 100;
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
