package app.rollingpaper.notification.mail;

import app.rollingpaper.common.config.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * How mail leaves.
 *
 * @param url the server: {@code smtp://user:password@host:port} or {@code smtps://…}
 * @param from the sender, such as {@code Rolling Paper <paper@example.org>}
 * @param connectTimeout how long connecting may take
 * @param readTimeout how long the server may take for one answer, and one write may take
 * @param sendTimeout how long one message may take altogether
 * @param concurrent messages that one instance sends at a time
 * @param pollInterval how often an instance looks for mail that is due
 * @param firstRetry the wait after the first failure; each further one waits twice as long
 * @param longestRetry the longest wait
 * @param attempts how often a mail is tried before it is given up
 * @param retention how long it is remembered what became of a mail
 */
public record MailConfig(
    @NotNull Secret url,
    @NotBlank String from,
    @NotNull Duration connectTimeout,
    @NotNull Duration readTimeout,
    @NotNull Duration sendTimeout,
    @Min(1) @Max(100) int concurrent,
    @NotNull Duration pollInterval,
    @NotNull Duration firstRetry,
    @NotNull Duration longestRetry,
    @Min(1) @Max(1_000) int attempts,
    @NotNull Duration retention) {}
