package app.rollingpaper.gateway.health;

import app.rollingpaper.gateway.balance.Fleet;
import app.rollingpaper.gateway.balance.Instance;
import app.rollingpaper.gateway.balance.Instance.State;
import app.rollingpaper.gateway.balance.Verdict;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks every instance over and over whether it takes requests, and tells the fleet. */
public final class HealthChecks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthChecks.class);

  private static final int MEMORY_SECONDS = 5;

  private final Fleet fleet;
  private final Duration interval;
  private final Duration patience;
  private final AdminPorts ports;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("health-checks").daemon().factory());

  public HealthChecks(Fleet fleet, AdminPorts ports, Duration interval, Duration timeout) {
    this.fleet = fleet;
    this.ports = ports;
    this.interval = interval;
    this.patience = timeout.multipliedBy(3);
  }

  /** Waits for a first verdict on every instance, whatever it is, and goes on checking. */
  public void start() {
    check(fleet.all()).block(patience);
    long period = interval.toMillis();
    clock.scheduleAtFixedRate(this::round, period, period, TimeUnit.MILLISECONDS);
    clock.scheduleAtFixedRate(this::measure, 1, MEMORY_SECONDS, TimeUnit.SECONDS);
  }

  /** Checks these instances now; completes when each has its verdict. */
  public Mono<Void> check(Collection<Instance> instances) {
    return Flux.fromIterable(instances).flatMap(this::check, 256).then();
  }

  /** An instance that was up and does not answer is asked once more at once, so that one which hangs is out in time. */
  private Mono<Verdict> check(Instance instance) {
    return once(instance)
        .filter(verdict -> verdict == Verdict.NO_ANSWER && instance.state() == State.UP)
        .flatMap(missed -> once(instance));
  }

  private void measure() {
    Flux.fromIterable(fleet.all())
        .flatMap(instance -> ports.memory(instance).doOnNext(instance.traffic()::usesMemory))
        .subscribe(nothing -> {}, failure -> log.error("event=memory-round-failed", failure));
  }

  private Mono<Verdict> once(Instance instance) {
    return Mono.defer(
        () -> {
          long askedAt = System.nanoTime();
          return ports.ready(instance).doOnNext(verdict -> take(instance, verdict, askedAt));
        });
  }

  private void take(Instance instance, Verdict verdict, long askedAt) {
    // Whoever answers requests is alive, even if too busy to say so in time.
    if (verdict != Verdict.NO_ANSWER || !instance.traffic().hasAnsweredSince(askedAt)) {
      fleet.checked(instance, verdict);
    }
  }

  private void round() {
    check(fleet.all())
        .subscribe(nothing -> {}, failure -> log.error("event=health-round-failed", failure));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
