package app.rollingpaper.gateway.discovery;

import app.rollingpaper.gateway.discovery.Listing.Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code {"services":{"paper-service":[{"id":…,"url":…,"admin":…}]}}} and says what is wrong with it. */
final class ListingParser {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ListingParser() {}

  static Listing parse(byte[] bytes) throws BadListing {
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JacksonException unreadable) {
      throw new BadListing("not JSON: " + unreadable.getOriginalMessage());
    }
    JsonNode services = root.path("services");
    if (!services.isObject()) {
      throw new BadListing("has no object \"services\"");
    }
    Map<String, List<Address>> parsed = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> service : services.properties()) {
      parsed.put(service.getKey(), addresses(service.getKey(), service.getValue()));
    }
    return new Listing(parsed);
  }

  private static List<Address> addresses(String service, JsonNode list) throws BadListing {
    if (!list.isArray()) {
      throw new BadListing(service + " is not a list");
    }
    List<Address> addresses = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode entry : list) {
      String id = entry.path("id").asString("");
      if (id.isBlank() || !ids.add(id)) {
        throw new BadListing(service + " has an instance without an id of its own");
      }
      String where = service + "/" + id;
      addresses.add(
          new Address(id, root(where, entry.path("url")), root(where, entry.path("admin"))));
    }
    return List.copyOf(addresses);
  }

  private static URI root(String where, JsonNode node) throws BadListing {
    String text = node.asString("");
    try {
      URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if ("http".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() > 0
          && uri.getRawPath().isEmpty()) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      // told below, like every other address that is no http://host:port
    }
    throw new BadListing(where + " needs url and admin of the form http://host:port");
  }

  /** The file cannot be used as it is. */
  static final class BadListing extends Exception {
    BadListing(String message) {
      super(message);
    }
  }
}
