package app.rollingpaper.user.account;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * How much work Argon2id makes of a password, never less than OWASP's minimum.
 *
 * @param memoryKib of one hash
 * @param iterations over that memory
 * @param parallelism lanes of that memory
 * @param concurrent hashes at once; the rest waits
 * @param patience how long it waits before the caller is told to come back
 */
public record PasswordsConfig(
    @Min(19_456) @Max(1_048_576) int memoryKib,
    @Min(2) @Max(16) int iterations,
    @Min(1) @Max(4) int parallelism,
    @Min(1) @Max(64) int concurrent,
    @NotNull Duration patience) {}
