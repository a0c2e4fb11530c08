package app.rollingpaper.gateway.discovery;

import app.rollingpaper.gateway.discovery.Listing.Address;
import app.rollingpaper.gateway.discovery.Listing.Entry;
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

/**
 * Reads {@code {"services":{"paper-service":[{"id":…,"url":…,"admin":…,"version":…,"colour":…,"weight":…}]}}} and says what
 * is wrong with it. The last three may be missing; what else stands there is passed over, so that whoever writes the listing
 * can be newer than the gateway.
 */
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
    Map<String, List<Entry>> parsed = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> service : services.properties()) {
      parsed.put(service.getKey(), entries(service.getKey(), service.getValue()));
    }
    return new Listing(parsed);
  }

  private static List<Entry> entries(String service, JsonNode list) throws BadListing {
    if (!list.isArray()) {
      throw new BadListing(service + " is not a list");
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode entry : list) {
      String id = entry.path("id").asString("");
      if (id.isBlank() || !ids.add(id)) {
        throw new BadListing(service + " has an instance without an id of its own");
      }
      String where = service + "/" + id;
      entries.add(
          new Entry(
              new Address(id, root(where, entry.path("url")), root(where, entry.path("admin"))),
              entry.path("version").asString(""),
              entry.path("colour").asString(""),
              weight(where, entry.path("weight"))));
    }
    return List.copyOf(entries);
  }

  private static int weight(String where, JsonNode node) throws BadListing {
    if (node.isMissingNode() || node.isNull()) {
      return Entry.FULL_WEIGHT;
    }
    if (!node.isInt() || node.intValue() < 0 || node.intValue() > Entry.FULL_WEIGHT) {
      throw new BadListing(where + " needs a whole weight from 0 to " + Entry.FULL_WEIGHT);
    }
    return node.intValue();
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
