package app.rollingpaper.user.limit;

import app.rollingpaper.common.config.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * Where Redis is.
 *
 * @param url {@code redis://user:password@host:port/database}, {@code rediss:} with TLS
 * @param poolSize connections at most
 * @param timeout of connecting, of an answer, and of waiting for a connection
 */
public record RedisConfig(
    @NotNull Secret url, @Min(1) @Max(256) int poolSize, @NotNull Duration timeout) {}
