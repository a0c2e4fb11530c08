package app.rollingpaper.gateway.health;

import app.rollingpaper.gateway.balance.Fleet;
import app.rollingpaper.gateway.balance.Instance;
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
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Asks every instance's admin port for {@code /health/ready}, over and over. Each check makes a connection of its own, so
 * that an instance which can no longer accept any is found out.
 */
public final class HealthChecks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthChecks.class);

  private final Fleet fleet;
  private final Duration interval;
  private final Duration timeout;
  private final HttpClient client =
      HttpClient.create(ConnectionProvider.newConnection())
          .disableRetry(true)
          .headers(headers -> headers.set("User-Agent", "rolling-paper-gateway-health"));
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("health-checks").daemon().factory());

  public HealthChecks(Fleet fleet, Duration interval, Duration timeout) {
    this.fleet = fleet;
    this.interval = interval;
    this.timeout = timeout;
  }

  /** Waits for a first verdict on every instance, whatever it is, and goes on checking. */
  public void start() {
    check(fleet.all()).block(timeout.multipliedBy(3));
    long period = interval.toMillis();
    clock.scheduleAtFixedRate(this::round, period, period, TimeUnit.MILLISECONDS);
  }

  /** Checks these instances now; completes when each has its verdict. */
  public Mono<Void> check(Collection<Instance> instances) {
    return Flux.fromIterable(instances)
        .flatMap(
            instance -> verdict(instance).doOnNext(verdict -> fleet.checked(instance, verdict)),
            256)
        .then();
  }

  private void round() {
    check(fleet.all())
        .subscribe(nothing -> {}, failure -> log.error("event=health-round-failed", failure));
  }

  private Mono<Verdict> verdict(Instance instance) {
    return client
        .get()
        .uri(instance.address().admin() + "/health/ready")
        .response()
        .map(
            response ->
                switch (response.status().code()) {
                  case 200 -> Verdict.READY;
                  case 503 -> Verdict.NOT_READY;
                  default -> Verdict.NO_ANSWER;
                })
        .timeout(timeout)
        .onErrorReturn(Verdict.NO_ANSWER);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
