package app.rollingpaper.common.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * The two ports of an instance and their limits.
 *
 * @param host the address both ports listen on
 * @param port the public API; 0 takes a free one
 * @param adminPort health, metrics and drain; 0 takes a free one
 * @param maxBody bytes of a request body
 * @param maxConcurrent requests that are worked on at once; those beyond wait for their turn
 * @param maxWait for how long at most; then they are refused with 503, and nothing of them was done
 * @param idleTimeout of a connection; has to be longer than the gateway's
 * @param warmUp for how long at most a starting instance makes requests to itself before it says that it is ready; 0 for not
 *     at all
 * @param drainDelay how long a stopping instance still answers after it said that it is not ready
 * @param stopTimeout how long requests in flight may take to finish
 */
public record HttpConfig(
    @NotBlank String host,
    @Min(0) @Max(65_535) int port,
    @Min(0) @Max(65_535) int adminPort,
    @Min(1_024) @Max(16_777_216) int maxBody,
    @Min(1) @Max(10_000) int maxConcurrent,
    @NotNull Duration maxWait,
    @NotNull Duration idleTimeout,
    @NotNull Duration warmUp,
    @NotNull Duration drainDelay,
    @NotNull Duration stopTimeout) {}
