package app.rollingpaper.user.limit;

import app.rollingpaper.common.config.Secret;
import app.rollingpaper.common.redis.RedisAddress;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * Where Redis is.
 *
 * @param url as {@link RedisAddress} reads it
 * @param poolSize connections at most
 * @param timeout of connecting, of an answer, and of waiting for a connection
 */
public record RedisConfig(
    @NotNull Secret url, @Min(1) @Max(256) int poolSize, @NotNull Duration timeout) {}
