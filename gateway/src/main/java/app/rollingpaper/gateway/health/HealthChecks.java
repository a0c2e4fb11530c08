package app.rollingpaper.gateway.health;

import app.rollingpaper.gateway.balance.Fleet;
import app.rollingpaper.gateway.balance.Instance;
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
  }

  /** Checks these instances now; completes when each has its verdict. */
  public Mono<Void> check(Collection<Instance> instances) {
    return Flux.fromIterable(instances)
        .flatMap(
            instance -> ports.ready(instance).doOnNext(verdict -> fleet.checked(instance, verdict)),
            256)
        .then();
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
