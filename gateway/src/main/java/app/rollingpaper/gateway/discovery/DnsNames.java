package app.rollingpaper.gateway.discovery;

import app.rollingpaper.gateway.discovery.Listing.Address;
import app.rollingpaper.gateway.discovery.Listing.Entry;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names whose addresses are the instances of a service, looked up again and again: a headless service, or the containers of
 * one name. A name that cannot be looked up keeps the addresses it had.
 */
public final class DnsNames implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DnsNames.class);

  /** The service that lives behind a name, and on which ports. */
  public record Name(String service, String host, int port, int adminPort) {
    /** Reads {@code paper-service=paper:8080/8081}: the service, its name, its port and its admin port. */
    public static Name parse(String text) {
      String[] parts = text.split("[=:/]", -1);
      if (parts.length != 4 || parts[0].isBlank() || parts[1].isBlank()) {
        throw new IllegalArgumentException("not a name");
      }
      return new Name(parts[0], parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
    }
  }

  /** What looks a name up. */
  public interface Resolver {
    List<InetAddress> addresses(String host) throws UnknownHostException;

    /** The system's own. */
    static Resolver system() {
      return host -> Arrays.asList(InetAddress.getAllByName(host));
    }
  }

  private final List<Name> names;
  private final Resolver resolver;
  private final Duration interval;
  private final Consumer<Listing> listener;
  private final Map<Name, List<Entry>> known = new HashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("dns-names").daemon().factory());
  private Listing told = Listing.EMPTY;

  public DnsNames(
      List<Name> names, Resolver resolver, Duration interval, Consumer<Listing> listener) {
    this.names = List.copyOf(names);
    this.resolver = resolver;
    this.interval = interval;
    this.listener = listener;
  }

  /** Looks every name up once, tells the listener, and goes on. */
  public void start() {
    if (!names.isEmpty()) {
      look();
      clock.scheduleWithFixedDelay(
          this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    Map<String, List<Entry>> services = new TreeMap<>();
    for (Name name : names) {
      try {
        known.put(name, entries(name, resolver.addresses(name.host())));
      } catch (UnknownHostException failure) {
        log.debug("event=name-not-found host={} keeping=last-known", name.host());
      }
      services
          .computeIfAbsent(name.service(), service -> new ArrayList<>())
          .addAll(known.getOrDefault(name, List.of()));
    }
    Listing listing = new Listing(services);
    if (!listing.equals(told)) {
      told = listing;
      listener.accept(listing);
    }
  }

  private static List<Entry> entries(Name name, List<InetAddress> addresses) {
    return addresses.stream()
        .map(DnsNames::literal)
        .distinct()
        .sorted(Comparator.naturalOrder())
        .map(host -> entry(host, name))
        .toList();
  }

  private static Entry entry(String host, Name name) {
    String id = host + ":" + name.port();
    URI admin = URI.create("http://" + host + ":" + name.adminPort());
    return new Entry(new Address(id, URI.create("http://" + id), admin), "", "", Entry.FULL_WEIGHT);
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return text.indexOf(':') < 0 ? text : "[" + text + "]";
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
