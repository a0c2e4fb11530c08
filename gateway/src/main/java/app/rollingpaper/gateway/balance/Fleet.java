package app.rollingpaper.gateway.balance;

import app.rollingpaper.gateway.balance.Instance.State;
import app.rollingpaper.gateway.discovery.Listing;
import app.rollingpaper.gateway.discovery.Listing.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All instances of all services, and which of them may be chosen. Changes are made under one lock and published as
 * immutable lists, so that choosing never waits.
 */
public final class Fleet {
  private static final Logger log = LoggerFactory.getLogger(Fleet.class);

  /** This many checks without an answer take an instance out. */
  private static final int FALL = 2;

  /** This many good checks bring it back. */
  private static final int RISE = 2;

  private final Choice choice = new Choice();
  private volatile Map<String, Members> services = Map.of();

  /**
   * Makes the fleet what the listing says. An instance keeps its state and its figures as long as its address stays.
   *
   * @return the instances that are new and have not been checked yet
   */
  public synchronized List<Instance> follow(Listing listing) {
    Map<String, Members> next = new TreeMap<>();
    List<Instance> joined = new ArrayList<>();
    for (Map.Entry<String, List<Address>> service : listing.services().entrySet()) {
      List<Instance> known = members(service.getKey()).all();
      List<Instance> all = new ArrayList<>();
      for (Address address : service.getValue()) {
        Optional<Instance> same =
            known.stream().filter(instance -> instance.address().equals(address)).findFirst();
        Instance instance = same.orElseGet(() -> new Instance(service.getKey(), address));
        if (same.isEmpty()) {
          joined.add(instance);
        }
        all.add(instance);
      }
      next.put(service.getKey(), Members.of(all));
    }
    services = next;
    log.info(
        "event=instances-listed services={} instances={} new={}",
        next.size(),
        all().size(),
        joined.size());
    return joined;
  }

  /** All instances, whatever their state. */
  public List<Instance> all() {
    return services.values().stream().map(Members::all).flatMap(Collection::stream).toList();
  }

  /**
   * The instance that should answer next.
   *
   * @param key requests of one key stay together while the fleet stays the same; null when any instance is as good
   * @param tried instances this request has already failed on; they are never chosen again
   */
  public Optional<Instance> choose(
      String service, @Nullable String key, Collection<Instance> tried) {
    Members members = members(service);
    List<Instance> candidates = without(members.up(), tried);
    if (candidates.isEmpty()) {
      // Nobody is known to be well. The checks may be wrong or late, and trying beats failing for
      // sure.
      candidates = without(members.all(), tried);
    }
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(key == null ? choice.byLoad(candidates) : Choice.byKey(candidates, key));
  }

  /** Takes the result of an active check. */
  public synchronized void checked(Instance instance, Verdict verdict) {
    State before = instance.state();
    publish(instance, before, instance.after(verdict, FALL, RISE), "check");
  }

  /** Takes an instance out at once because a connection to it was refused or timed out; the checks bring it back. */
  public synchronized void unreachable(Instance instance) {
    State before = instance.state();
    instance.eject();
    publish(instance, before, State.DOWN, "connection");
  }

  private void publish(Instance instance, State before, State now, String cause) {
    if (before == now) {
      return;
    }
    Map<String, Members> next = new TreeMap<>(services);
    next.computeIfPresent(instance.service(), (name, members) -> Members.of(members.all()));
    services = next;
    log.info(
        "event=instance-state service={} instance={} from={} to={} cause={}",
        instance.service(),
        instance.id(),
        before,
        now,
        cause);
  }

  private Members members(String service) {
    return services.getOrDefault(service, Members.NONE);
  }

  private static List<Instance> without(List<Instance> instances, Collection<Instance> tried) {
    return tried.isEmpty()
        ? instances
        : instances.stream().filter(instance -> !tried.contains(instance)).toList();
  }

  private record Members(List<Instance> all, List<Instance> up) {
    static final Members NONE = new Members(List.of(), List.of());

    static Members of(List<Instance> all) {
      return new Members(
          List.copyOf(all), all.stream().filter(each -> each.state() == State.UP).toList());
    }
  }
}
