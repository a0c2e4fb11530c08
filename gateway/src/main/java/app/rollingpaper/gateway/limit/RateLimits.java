package app.rollingpaper.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Counts what is limited in token buckets: in Redis, for all gateways together, or in this one alone when there is no Redis
 * or it is away. Asking Redis never holds up an event loop. Thread-safe.
 */
public final class RateLimits implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RateLimits.class);
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final int MOST_ADDRESSES = 100_000;

  private final Map<Limit, Limit.Rate> rates;
  private final Cache<String, Bucket> local =
      Caffeine.newBuilder()
          .maximumSize(MOST_ADDRESSES)
          .expireAfterAccess(Duration.ofMinutes(30))
          .build();
  private final @Nullable SharedBuckets shared;
  private final AtomicBoolean away = new AtomicBoolean();
  private final LongAdder refused = new LongAdder();
  private final LongAdder uncounted = new LongAdder();

  /**
   * Limits of which nothing is used up yet, but for what Redis remembers.
   *
   * @param redis where they are counted for all gateways together
   */
  public RateLimits(Map<Limit, Limit.Rate> rates, Optional<RedisAddress> redis) {
    this.rates = Map.copyOf(rates);
    this.shared = redis.map(address -> new SharedBuckets(address, PATIENCE)).orElse(null);
  }

  /** Counts one more of an address: the time until there would be room again, or zero when there was. */
  public Mono<Duration> take(Limit limit, String address) {
    if (shared == null) {
      return Mono.fromSupplier(() -> consume(local(limit, address)));
    }
    SharedBuckets buckets = shared;
    return Mono.fromCallable(() -> consume(buckets.get(key(limit, address), () -> rate(limit))))
        .subscribeOn(Schedulers.boundedElastic())
        .timeout(PATIENCE.multipliedBy(2))
        .doOnNext(wait -> back())
        .onErrorResume(failure -> Mono.just(gone(limit, address, failure)));
  }

  private Bucket local(Limit limit, String address) {
    return local.get(
        key(limit, address),
        absent -> Bucket.builder().addLimit(rate(limit).getBandwidths()[0]).build());
  }

  private static String key(Limit limit, String address) {
    return limit.tag() + ":" + address;
  }

  private BucketConfiguration rate(Limit limit) {
    Limit.Rate rate = rates.getOrDefault(limit, limit.usual());
    return BucketConfiguration.builder()
        .addLimit(
            rule -> rule.capacity(rate.requests()).refillGreedy(rate.requests(), rate.within()))
        .build();
  }

  private Duration consume(Bucket bucket) {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (probe.isConsumed()) {
      return Duration.ZERO;
    }
    refused.increment();
    return Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
  }

  private Duration gone(Limit limit, String address, Throwable failure) {
    uncounted.increment();
    if (away.compareAndSet(false, true)) {
      log.warn("event=limits-counted-here cause={}", failure.getClass().getSimpleName());
    }
    return limit.failsOpen() ? consume(local(limit, address)) : limit.usual().within();
  }

  private void back() {
    if (away.compareAndSet(true, false)) {
      log.info("event=limits-counted-together-again");
    }
  }

  long refused() {
    return refused.sum();
  }

  /** Times that Redis was asked and did not answer. */
  long uncounted() {
    return uncounted.sum();
  }

  @Override
  public void close() {
    if (shared != null) {
      shared.close();
    }
  }
}
