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

/**
 * The settings of the notification service.
 *
 * @param profile how strict to be about secrets and stores
 * @param embeddedStores which stores the launcher brought along, separated by commas
 * @param publicUrl under which people know the whole system
 */
public record NotificationConfig(
    @NotNull Profile profile,
    @NotNull String embeddedStores,
    @NotNull URI publicUrl,
    @NotNull @Valid HttpConfig http,
    @NotNull @Valid DatabaseConfig database,
    @NotNull @Valid AmqpConfig amqp,
    @NotNull @Valid AuthConfig auth,
    @NotNull @Valid InboxConfig inbox,
    @NotNull @Valid MailConfig mail) {}
