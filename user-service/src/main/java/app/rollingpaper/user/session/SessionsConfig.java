package app.rollingpaper.user.session;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * How long sessions live.
 *
 * @param accessLifetime of an access token, which cannot be called back
 * @param idleLifetime of a session that nobody refreshes
 * @param lifetime of a session whatever happens
 * @param predecessorTolerance how long the refresh token before the newest is still answered
 * @param perAccount sessions of one account; the oldest ends when another begins
 */
public record SessionsConfig(
    @NotNull Duration accessLifetime,
    @NotNull Duration idleLifetime,
    @NotNull Duration lifetime,
    @NotNull Duration predecessorTolerance,
    @Min(1) @Max(1_000) int perAccount) {}
