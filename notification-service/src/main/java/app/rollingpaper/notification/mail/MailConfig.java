package app.rollingpaper.notification.mail;

import app.rollingpaper.common.config.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * Where mail goes out.
 *
 * @param url {@code smtp://user:password@host:port}, or {@code smtps://} for TLS from the first byte
 * @param from the sender, as {@code Name <address>}
 * @param timeout of connecting, and of each answer of the server
 * @param firstRetry the wait after the first failure; it doubles up to ten minutes
 * @param attempts after which a mail is given up
 */
public record MailConfig(
    @NotNull Secret url,
    @NotBlank String from,
    @NotNull Duration timeout,
    @NotNull Duration firstRetry,
    @Min(1) @Max(100) int attempts) {}
