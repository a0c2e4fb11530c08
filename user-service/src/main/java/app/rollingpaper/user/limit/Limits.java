package app.rollingpaper.user.limit;

import app.rollingpaper.common.redis.RedisAddress;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.serialization.Mapper;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Counts what is limited in token buckets in Redis, for all instances together. Subjects are hashed: Redis holds no
 * addresses. Thread-safe.
 */
public final class Limits implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Limits.class);

  private final RedisConfig config;
  private final RedisAddress address;
  private final InstantSource clock;
  private final MeterRegistry metrics;
  private final AtomicBoolean away = new AtomicBoolean();
  private volatile @Nullable Counts counts;

  /** Needs no Redis yet: what was not there at first is found as soon as {@link #answers} asks for it. */
  public Limits(RedisConfig config, InstantSource clock, MeterRegistry metrics) {
    this.config = config;
    this.address = RedisAddress.parse(config.url().reveal());
    this.clock = clock;
    this.metrics = metrics;
    answers();
  }

  private record Counts(UnifiedJedis redis, ProxyManager<String> buckets) {}

  private Counts connect() {
    UnifiedJedis redis = address.connect("user-service", config.poolSize(), config.timeout());
    return new Counts(
        redis,
        Bucket4jJedis.casBasedBuilder(redis)
            .keyMapper(Mapper.STRING)
            .clientClock(new WallClock(clock))
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofSeconds(10)))
            .build());
  }

  /** Whether one more is allowed. */
  public sealed interface Decision {
    /** It is, and has been counted. */
    record Allowed() implements Decision {}

    /** It is not, until some time has passed. */
    record Refused(Duration retryAfter) implements Decision {}
  }

  /** Counts one more try of a subject, if it is allowed. */
  public Decision take(Limit limit, String subject) {
    try {
      ConsumptionProbe probe = bucket(limit, subject).tryConsumeAndReturnRemaining(1);
      back();
      if (probe.isConsumed()) {
        return new Decision.Allowed();
      }
      metrics.counter("limits.refused", "limit", limit.tag()).increment();
      return new Decision.Refused(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    } catch (JedisException gone) {
      gone(limit, gone);
      return limit.failsOpen() ? new Decision.Allowed() : new Decision.Refused(limit.oneEvery());
    }
  }

  /** Takes back a count that turned out not to matter. */
  public void giveBack(Limit limit, String subject) {
    try {
      bucket(limit, subject).addTokens(1);
      back();
    } catch (JedisException gone) {
      gone(limit, gone);
    }
  }

  /** Whether Redis answers now. Meant to be asked again and again, by one thread. */
  public boolean answers() {
    try {
      Counts known = counts;
      if (known == null) {
        known = connect();
        counts = known;
      }
      return "PONG".equals(known.redis().ping());
    } catch (JedisException gone) {
      return false;
    }
  }

  private Bucket bucket(Limit limit, String subject) {
    Counts known = counts;
    if (known == null) {
      throw new JedisConnectionException("Redis has not answered yet.");
    }
    return known
        .buckets()
        .getProxy(
            "user:limit:" + limit.tag() + ":" + hash(subject),
            () ->
                BucketConfiguration.builder()
                    .addLimit(
                        rule -> rule.capacity(limit.burst()).refillGreedy(1, limit.oneEvery()))
                    .build());
  }

  private void gone(Limit limit, JedisException gone) {
    metrics
        .counter(
            "limits.uncounted",
            "limit",
            limit.tag(),
            "fails",
            limit.failsOpen() ? "open" : "closed")
        .increment();
    if (away.compareAndSet(false, true)) {
      log.warn(
          "event=limits_uncounted limit={} fails={} cause={}",
          limit.tag(),
          limit.failsOpen() ? "open" : "closed",
          gone.getClass().getSimpleName());
    }
  }

  private void back() {
    if (away.compareAndSet(true, false)) {
      log.info("event=limits_counted_again");
    }
  }

  private static String hash(String subject) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  @Override
  public void close() {
    Counts known = counts;
    if (known != null) {
      known.redis().close();
    }
  }

  /** The service's clock, which all instances share as far as clocks do. */
  private record WallClock(InstantSource clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      Instant now = clock.instant();
      return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
