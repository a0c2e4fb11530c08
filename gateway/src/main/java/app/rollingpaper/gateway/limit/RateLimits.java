package app.rollingpaper.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.serialization.Mapper;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Counts what is limited in token buckets: in Redis, for all gateways together, or in this one alone when there is no Redis
 * or it is away. Asking Redis never holds up an event loop. Thread-safe.
 */
public final class RateLimits implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RateLimits.class);
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final int REDIS_CONNECTIONS = 8;
  private static final int MOST_ADDRESSES = 100_000;

  private final Map<Limit, Limit.Rate> rates;
  private final Cache<String, Bucket> local =
      Caffeine.newBuilder()
          .maximumSize(MOST_ADDRESSES)
          .expireAfterAccess(Duration.ofMinutes(30))
          .build();
  private final @Nullable RedisClient redis;
  private final @Nullable ProxyManager<String> shared;
  private final AtomicBoolean away = new AtomicBoolean();
  private final LongAdder refused = new LongAdder();
  private final LongAdder uncounted = new LongAdder();

  public RateLimits(Map<Limit, Limit.Rate> rates, String redisUrl) {
    this.rates = Map.copyOf(rates);
    if (redisUrl.isEmpty()) {
      redis = null;
      shared = null;
    } else {
      redis = connect(URI.create(redisUrl));
      shared =
          Bucket4jJedis.casBasedBuilder(redis)
              .keyMapper(Mapper.STRING)
              .expirationAfterWrite(
                  ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                      Duration.ofSeconds(10)))
              .build();
    }
  }

  private static RedisClient connect(URI url) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(REDIS_CONNECTIONS);
    pool.setMaxIdle(REDIS_CONNECTIONS);
    pool.setMaxWait(PATIENCE);
    return RedisClient.builder()
        .hostAndPort(JedisURIHelper.getHostAndPort(url))
        .clientConfig(
            DefaultJedisClientConfig.builder(url)
                .timeoutMillis((int) PATIENCE.toMillis())
                .clientName("gateway")
                .build())
        .poolConfig(pool)
        .build();
  }

  /** Counts one more of an address: the time until there would be room again, or zero when there was. */
  public Mono<Duration> take(Limit limit, String address) {
    if (shared == null) {
      return Mono.fromSupplier(() -> consume(local(limit, address)));
    }
    ProxyManager<String> buckets = shared;
    return Mono.fromCallable(() -> consume(shared(buckets, limit, address)))
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

  private Bucket shared(ProxyManager<String> buckets, Limit limit, String address) {
    return buckets.getProxy("gateway:limit:" + key(limit, address), () -> rate(limit));
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
    if (redis != null) {
      redis.close();
    }
  }
}
