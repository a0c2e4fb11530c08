package app.rollingpaper.gateway.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.serialization.Mapper;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** Token buckets in Redis, the same for all gateways. Whoever asks waits for Redis, but not for long. Thread-safe. */
final class SharedBuckets implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SharedBuckets.class);

  private static final int CONNECTIONS = 8;
  private static final long BETWEEN_TRIES = Duration.ofSeconds(1).toNanos();

  private final RedisAddress address;
  private final Duration patience;
  private final ReentrantLock connecting = new ReentrantLock();
  private volatile @Nullable Connected connected;
  private long nextTry = System.nanoTime();
  private boolean closed;

  /** Needs no Redis yet: one that is not found now is looked for when a bucket is, again and again. */
  SharedBuckets(RedisAddress address, Duration patience) {
    this.address = address;
    this.patience = patience;
    try {
      connect();
    } catch (JedisException away) {
      log.warn("event=redis-away cause={}", away.getClass().getSimpleName());
    }
  }

  private record Connected(UnifiedJedis redis, ProxyManager<String> buckets) {}

  /**
   * A bucket, new if nobody has asked for it lately.
   *
   * @throws JedisException when Redis has not been found; its use may throw too
   */
  Bucket get(String key, Supplier<BucketConfiguration> rate) {
    Connected known = connected;
    return (known == null ? connect() : known).buckets().getProxy("gateway:limit:" + key, rate);
  }

  private Connected connect() {
    try {
      if (connecting.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        try {
          return connectInTurn();
        } finally {
          connecting.unlock();
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    throw notThere();
  }

  private Connected connectInTurn() {
    Connected known = connected;
    if (known == null) {
      long now = System.nanoTime();
      if (closed || now - nextTry < 0) {
        throw notThere();
      }
      nextTry = now + BETWEEN_TRIES;
      known = over(address.connect(CONNECTIONS, patience));
      connected = known;
    }
    return known;
  }

  private static JedisException notThere() {
    return new JedisConnectionException("Redis has not answered yet.");
  }

  private static Connected over(UnifiedJedis redis) {
    return new Connected(
        redis,
        Bucket4jJedis.casBasedBuilder(redis)
            .keyMapper(Mapper.STRING)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofSeconds(10)))
            .build());
  }

  @Override
  public void close() {
    connecting.lock();
    try {
      closed = true;
      Connected known = connected;
      if (known != null) {
        known.redis().close();
      }
    } finally {
      connecting.unlock();
    }
  }
}
