package app.rollingpaper.gateway.balance;

import app.rollingpaper.gateway.balance.Instance.State;
import app.rollingpaper.gateway.discovery.Listing;
import app.rollingpaper.gateway.discovery.Listing.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

  /** Refusals of several instances within this time have one cause, and so have refusals beside good answers. */
  private static final long REFUSALS_TOGETHER = TimeUnit.SECONDS.toNanos(2);

  private final BalanceConfig config;
  private final Consumer<String> cameUp;
  private final Choice choice = new Choice();
  private final LongAdder ejections = new LongAdder();
  private volatile Map<String, Members> services = Map.of();

  /**
   * A fleet that is empty until it follows a listing.
   *
   * @param cameUp told the service of an instance that is well again
   */
  public Fleet(BalanceConfig config, Consumer<String> cameUp) {
    this.config = config;
    this.cameUp = cameUp;
  }

  /**
   * Makes the fleet what the listing says. An instance keeps its state and its figures as long as its address stays.
   *
   * @return the instances that are new and have not been checked yet
   */
  public synchronized List<Instance> follow(Listing listing) {
    Map<String, Members> next = new TreeMap<>();
    List<Instance> joined = new ArrayList<>();
    for (Map.Entry<String, List<Entry>> service : listing.services().entrySet()) {
      List<Instance> known = members(service.getKey()).all();
      List<Instance> all = new ArrayList<>();
      for (Entry entry : service.getValue()) {
        Optional<Instance> same =
            known.stream()
                .filter(instance -> instance.address().equals(entry.address()))
                .findFirst();
        same.ifPresent(instance -> instance.listedAs(entry));
        Instance instance =
            same.orElseGet(() -> new Instance(service.getKey(), entry, known.isEmpty()));
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

  public Optional<Instance> find(String service, String id) {
    return members(service).all().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /**
   * The instance that should answer next.
   *
   * @param key requests of one key stay together while the fleet stays the same; null when any instance is as good
   * @param tried instances this request has already failed on; they are never chosen again
   */
  public Optional<Instance> choose(
      String service, @Nullable String key, Collection<Instance> tried) {
    for (List<Instance> tier : members(service).tiers()) {
      List<Instance> candidates = without(tier, tried);
      if (!candidates.isEmpty()) {
        long now = System.nanoTime();
        return Optional.of(
            key == null || !config.affinity()
                ? choice.byLoad(candidates, now)
                : Choice.byKey(candidates, key, now));
      }
    }
    return Optional.empty();
  }

  /** Takes the result of an active check. */
  public synchronized void checked(Instance instance, Verdict verdict) {
    State before = instance.state();
    State now = instance.after(verdict, FALL, RISE, System.nanoTime());
    publish(instance, before, now, "check");
    // Waiting on is better than a failure for sure: who waits gives up only when somebody else
    // could answer.
    if (verdict == Verdict.NO_ANSWER && now == State.DOWN && somebodyIsUp(instance.service())) {
      instance.waiting().releaseHalf();
    }
  }

  private boolean somebodyIsUp(String service) {
    return members(service).all().stream().anyMatch(each -> each.state() == State.UP);
  }

  /**
   * Takes an answer into account, or that there was none. Failures in a row take an instance out for a while, but never more
   * than half of a service: what fails everywhere is not one instance's fault.
   */
  public void answered(Instance instance, boolean failed) {
    if (instance.failuresInARow(failed) >= config.ejectAfter() && instance.state() == State.UP) {
      eject(instance);
    }
  }

  /**
   * Takes into account that an instance says it cannot answer now. As a failure, if it is the only one that says so and it
   * answers nobody else; what several say within a moment, or one that answers others meanwhile, means that there is too much
   * to do, and who is left then must not be given even more.
   */
  public void refused(Instance instance) {
    long now = System.nanoTime();
    instance.refuses(now);
    long lately = now - REFUSALS_TOGETHER;
    boolean alone =
        members(instance.service()).all().stream()
            .noneMatch(each -> each != instance && each.refusedSince(lately));
    if (alone && !instance.traffic().hasAnsweredSince(lately)) {
      answered(instance, true);
    }
  }

  private synchronized void eject(Instance instance) {
    List<Instance> all = members(instance.service()).all();
    long out = all.stream().filter(each -> each.state() == State.EJECTED).count();
    long well = all.stream().filter(each -> each.state() == State.UP).count();
    if (instance.state() == State.UP && out + 1 <= (out + well) / 2) {
      instance.eject(System.nanoTime(), config.ejectTime());
      ejections.increment();
      publish(instance, State.UP, State.EJECTED, "failures");
    }
  }

  /** How often an instance was taken out for its failures. */
  public long ejections() {
    return ejections.sum();
  }

  /** Takes an instance out at once because a connection to it was refused or timed out; the checks bring it back. */
  public synchronized void unreachable(Instance instance) {
    State before = instance.state();
    instance.decline(State.DOWN);
    publish(instance, before, State.DOWN, "connection");
  }

  /** The instance has agreed to take no more requests. */
  public synchronized void drained(Instance instance) {
    State before = instance.state();
    instance.decline(State.DRAINING);
    publish(instance, before, State.DRAINING, "operator");
  }

  /** The instance has agreed to take requests again; its next good check brings it back. */
  public synchronized void restored(Instance instance) {
    State before = instance.state();
    if (before != State.UP) {
      instance.rejoin();
      publish(instance, before, State.JOINING, "operator");
    }
  }

  /** Gives an instance another share, until the listing gives it yet another. */
  public synchronized void weigh(Instance instance, int weight) {
    instance.weigh(weight);
    regroup(instance.service());
    log.info(
        "event=instance-weight service={} instance={} weight={}",
        instance.service(),
        instance.id(),
        weight);
  }

  private void publish(Instance instance, State before, State now, String cause) {
    if (before == now) {
      return;
    }
    if (now == State.UP) {
      instance.startSlowly(System.nanoTime(), config.slowStart());
      cameUp.accept(instance.service());
    }
    regroup(instance.service());
    log.info(
        "event=instance-state service={} instance={} from={} to={} cause={}",
        instance.service(),
        instance.id(),
        before,
        now,
        cause);
  }

  private void regroup(String service) {
    Map<String, Members> next = new TreeMap<>(services);
    next.computeIfPresent(service, (name, members) -> Members.of(members.all()));
    services = next;
  }

  private Members members(String service) {
    return services.getOrDefault(service, Members.NONE);
  }

  private static List<Instance> without(List<Instance> instances, Collection<Instance> tried) {
    return tried.isEmpty()
        ? instances
        : instances.stream().filter(instance -> !tried.contains(instance)).toList();
  }

  /**
   * The instances of one service.
   *
   * @param tiers the same in the order in which they are thought of: a tier is looked at when nobody is left in those before.
   *     Beyond the first two nobody is known to be well; but the checks may be wrong or late, and trying beats failing for
   *     sure
   */
  private record Members(List<Instance> all, List<List<Instance>> tiers) {
    static final Members NONE = new Members(List.of(), List.of());

    static Members of(List<Instance> all) {
      return new Members(
          List.copyOf(all),
          List.of(
              those(all, each -> each.state() == State.UP && each.weight() > 0),
              those(all, each -> each.state() == State.UP && each.weight() == 0),
              those(all, each -> each.state() == State.EJECTED),
              those(all, Members::mayAnswer),
              those(all, each -> each.state() == State.DRAINING)));
    }

    private static boolean mayAnswer(Instance instance) {
      return switch (instance.state()) {
        case JOINING, NOT_READY, DOWN -> true;
        case UP, EJECTED, DRAINING -> false;
      };
    }

    private static List<Instance> those(List<Instance> all, Predicate<Instance> which) {
      return all.stream().filter(which).toList();
    }
  }
}
