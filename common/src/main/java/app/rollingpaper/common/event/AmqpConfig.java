package app.rollingpaper.common.event;

import app.rollingpaper.common.config.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * Where the message broker is and how patient one is with it; the keys below {@code amqp}.
 *
 * @param url the whole address, such as {@code amqp://user:password@host:5672/virtual-host}; with
 *     {@code amqps} for TLS with the platform's certificate authorities
 * @param heartbeat how often both sides show that they live; a silent connection is given up after
 *     twice that
 * @param connectTimeout how long connecting may take, and how long a call to the broker may wait
 *     for its answer
 * @param confirmTimeout how long the broker may take to confirm what was published, before it is
 *     published again
 * @param prefetch deliveries that wait inside one instance at most
 * @param attempts how often a handler is tried with one event before the event is a dead letter
 * @param retryDelay the wait before the second attempt; each further one waits four times as long
 */
public record AmqpConfig(
    @NotNull Secret url,
    @NotNull Duration heartbeat,
    @NotNull Duration connectTimeout,
    @NotNull Duration confirmTimeout,
    @Min(1) @Max(1_000) int prefetch,
    @Min(1) @Max(10) int attempts,
    @NotNull Duration retryDelay) {}
