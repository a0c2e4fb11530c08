package app.rollingpaper.gateway.balance;

import java.time.Duration;

/**
 * How requests are shared out.
 *
 * @param affinity whether a paper's requests stay on one instance
 * @param slowStart how long an instance that comes back is spared; zero gives it its share at once
 * @param ejectAfter this many failures in a row take an instance out that its checks find well
 * @param ejectTime for how long, the first time; longer each time it happens again
 */
public record BalanceConfig(
    boolean affinity, Duration slowStart, int ejectAfter, Duration ejectTime) {}
