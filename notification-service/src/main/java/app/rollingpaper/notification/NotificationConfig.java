package app.rollingpaper.notification;

import app.rollingpaper.common.auth.AuthConfig;
import app.rollingpaper.common.config.Profile;
import app.rollingpaper.common.db.DatabaseConfig;
import app.rollingpaper.common.event.AmqpConfig;
import app.rollingpaper.common.http.HttpConfig;
import app.rollingpaper.notification.inbox.InboxConfig;
import app.rollingpaper.notification.mail.MailConfig;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;

/** The settings of notification-service; {@code defaults.conf} shows each with its default. */
public record NotificationConfig(
    @NotNull Profile profile,
    @NotNull String embeddedStores,
    @NotNull URI publicUrl,
    @NotNull @Valid HttpConfig http,
    @NotNull @Valid DatabaseConfig database,
    @NotNull @Valid AmqpConfig amqp,
    @NotNull @Valid AuthConfig auth,
    @NotNull @Valid MailConfig mail,
    @NotNull @Valid InboxConfig inbox) {}
