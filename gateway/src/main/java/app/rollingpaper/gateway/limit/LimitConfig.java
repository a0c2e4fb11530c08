package app.rollingpaper.gateway.limit;

import app.rollingpaper.gateway.limit.Limit.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much is taken on.
 *
 * @param inFlight requests being answered at once
 * @param inFlightPerService the same for each service
 * @param sockets open WebSockets
 * @param connections open connections of callers
 * @param connectionsPerAddress the same for each network address
 * @param rates of each limit
 * @param redis where they are counted for all gateways together; without it they are counted here
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 * @param breakerWait how long a service that fails is spared before it is tried again
 */
public record LimitConfig(
    int inFlight,
    int inFlightPerService,
    int sockets,
    int connections,
    int connectionsPerAddress,
    Map<Limit, Rate> rates,
    Optional<RedisAddress> redis,
    List<Network> trustedProxies,
    Duration breakerWait) {}
